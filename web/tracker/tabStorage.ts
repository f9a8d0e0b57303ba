/** A list that a page of this tab kept: empty where none did, absent where storage is refused or holds something else. */
export const kept = <T>(key: string): T[] | undefined => {
  try {
    return [...JSON.parse(sessionStorage.getItem(key) ?? '[]')];
  } catch {
    return undefined;
  }
};

/** Keeps a list for the tab's next page, or without one takes it away. Storage that throws or is full costs that copy only. */
export const keep = (key: string, list?: readonly unknown[]): void => {
  try {
    if (list) sessionStorage.setItem(key, JSON.stringify(list));
    else sessionStorage.removeItem(key);
  } catch {
    // it is in memory
  }
};
