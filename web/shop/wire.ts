/** What the storefront API tells. Amounts are in minor units of the currency, times are ISO 8601. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly priceMinor: number;
  /** How many can still be ordered. */
  readonly stock: number;
  /** Path of its picture. */
  readonly image: string;
}

export interface ProductList {
  readonly products: readonly Product[];
  readonly currency: string;
}

export interface CartItem {
  readonly productId: string;
  readonly name: string;
  readonly image: string;
  readonly priceMinor: number;
  readonly quantity: number;
  readonly stock: number;
}

export interface Cart {
  /** Another one after each order. */
  readonly id: string;
  readonly items: readonly CartItem[];
  readonly quantity: number;
  readonly totalMinor: number;
  readonly currency: string;
}

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export interface LoggedIn {
  readonly customer: Customer;
  readonly accessToken: string;
  readonly expiresAt: string;
}

export interface OrderItem {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

export interface Refund {
  readonly id: string;
  readonly amountMinor: number;
  readonly at: string;
}

export interface Order {
  readonly id: string;
  readonly placedAt: string;
  readonly items: readonly OrderItem[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly refundedMinor: number;
  readonly status: 'placed' | 'partly_refunded' | 'refunded';
  readonly refunds: readonly Refund[];
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}

/** The most of one product that a cart takes. */
export const MAX_QUANTITY = 99;
