/** Names a refund among those of all orders: the ids are the shop's own, and may hold colons. */
export const refundKey = (orderId: string, refundId: string): string =>
  `refund:${orderId.replace(/[%:]/g, encodeURIComponent)}:${refundId}`;
