import type { PhoneModel } from './phone-model.ts';
import { s60 } from './s60.ts';

/** S60 5th edition, set up with paths that say more than a name. */
export const nokia5800: PhoneModel = {
  ...s60,
  name: 'nokia-5800',
  model: '5800 XpressMusic',
  userAgent: 'S60 SyncML HTTP Client',
  deviceUri: 'IMEI:000000000005800',
  datastores: {
    card: { ...s60.datastores.card, target: './Contacts?folder=all' },
    cal: { ...s60.datastores.cal, target: './Calendar?folder=all' },
  },
};
