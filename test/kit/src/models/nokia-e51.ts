import type { PhoneModel } from './phone-model.ts';
import { s60 } from './s60.ts';

/** S60 3rd edition. */
export const nokiaE51: PhoneModel = {
  ...s60,
  name: 'nokia-e51',
  model: 'E51-1',
  userAgent: 'Nokia SyncML HTTP Client',
  deviceUri: 'IMEI:000000000000051',
};
