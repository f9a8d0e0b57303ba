/** A storage that keeps nothing past the page. */
const inMemory = (): Storage => {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
};

/** The browser's storage, or one of this page alone where it is switched off. */
export const browserStorage = (of: () => Storage): Storage => {
  try {
    const storage = of();
    storage.getItem('');
    return storage;
  } catch {
    return inMemory();
  }
};
