/** A name from outside, readable: `some_reason` is "some reason". */
export const plain = (name: string): string => name.replaceAll(/[_-]+/g, ' ');
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
