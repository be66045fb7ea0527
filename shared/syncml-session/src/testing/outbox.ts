/** What the cloud side has for the phone: contacts to add, to replace, to delete. */
import type { OutboxEntry } from '../contract.ts';
import { card, octets } from './messages.ts';

export const add = (id: string, name = id): OutboxEntry => ({
  id: `out-${id}`,
  command: 'add',
  guid: id,
  luid: null,
  contentType: 'text/x-vcard',
  data: octets(card(name)),
});
export const replace = (luid: string): OutboxEntry => ({
  ...add(`r${luid}`),
  command: 'replace',
  guid: null,
  luid,
});
export const erase = (luid: string): OutboxEntry => ({
  id: `out-d${luid}`,
  command: 'delete',
  guid: null,
  luid,
  contentType: null,
  data: null,
});
