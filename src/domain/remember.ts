/**
 * A pure function that remembers its last answers by a text: for work that a few texts (user agents) ask for again and again.
 * @param maxEntries when so many are remembered, all are forgotten: a hostile client's texts cost time, never memory
 */
export const remember = <T>(
  compute: (text: string) => T,
  { maxEntries }: { readonly maxEntries: number },
): ((text: string) => T) => {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    if (answers.size >= maxEntries) answers.clear();
    answers.set(text, answer);
    return answer;
  };
};
