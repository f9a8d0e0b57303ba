/** A message as it travels between the spool and the poller: its place in the spool before its body. */
export const seal = (id: number, body: string): string => `${id} ${body}`;

/** What `seal` put together. A message that did not come from the spool has no id. */
export const unseal = (text: string): { readonly id: number | undefined; readonly body: string } => {
  const sealed = /^(\d{1,15}) /.exec(text);
  return sealed === null
    ? { id: undefined, body: text }
    : { id: Number(sealed[1]), body: text.slice(sealed[0].length) };
};
