export { createPortal, type Portal } from './portal.ts';
export type { PortalOptions } from './portal-options.ts';
export { apiAddressFile, writeApiAddress, type ApiAddress } from './api-address.ts';
