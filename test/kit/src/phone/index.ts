export { createPhone } from './create-phone.ts';
export type { Phone } from './create-phone.ts';
export { credential } from './credentials.ts';
export { handlerTransport } from './handler-transport.ts';
export { httpTransport } from './http-transport.ts';
export * from './phone-types.ts';
