import type { PhoneModel } from './phone-model.ts';
import { s60 } from './s60.ts';

/** S60 5th edition. */
export const nokia5800: PhoneModel = {
  ...s60,
  name: 'nokia-5800',
  model: '5800 XpressMusic',
  userAgent: 'S60 SyncML HTTP Client',
  deviceUri: 'IMEI:000000000005800',
};
