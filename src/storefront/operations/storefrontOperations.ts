import type { ShopOperation } from '../http/ShopOperation.ts';
import { loginOperation, logoutOperation, refreshOperation, registerOperation } from './authOperations.ts';
import {
  addItemOperation,
  cartOperation,
  checkoutOperation,
  removeItemOperation,
  setItemOperation,
} from './cartOperations.ts';
import {
  listOrdersOperation,
  orderOperation,
  placeOrderOperation,
  refundOrderOperation,
} from './orderOperations.ts';
import { listProductsOperation, productOperation } from './productOperations.ts';

/** All that the storefront answers, in the order in which a purchase goes. */
export const storefrontOperations = [
  listProductsOperation,
  productOperation,
  cartOperation,
  addItemOperation,
  setItemOperation,
  removeItemOperation,
  registerOperation,
  loginOperation,
  refreshOperation,
  logoutOperation,
  checkoutOperation,
  placeOrderOperation,
  listOrdersOperation,
  orderOperation,
  refundOrderOperation,
] as unknown as readonly ShopOperation[];
