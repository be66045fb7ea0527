export { contactText } from './contact-text.ts';
export { eventText } from './event-text.ts';
export { inventContact, inventEvent, randomFrom } from './invented.ts';
export type { InventedContact, InventedEvent } from './invented.ts';
