export { createPortal, type Portal, type PortalOptions } from './portal.ts';
export { apiAddressFile, writeApiAddress, type ApiAddress } from './api-address.ts';
