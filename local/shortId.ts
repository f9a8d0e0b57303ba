/** Enough of an id to tell it from its neighbours on a screen, and too little to be one. */
export const shortId = (id: string): string => id.slice(0, 8);
