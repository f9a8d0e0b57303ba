/** The id that the client gave an event, or the shop an order: the last part of a stored event's id. */
export const clientIdOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1);
