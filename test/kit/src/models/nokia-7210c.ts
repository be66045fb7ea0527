import { nokia6131 } from './nokia-6131.ts';
import type { PhoneModel } from './phone-model.ts';

/** S40 5th edition: two-way and slow, nothing else. */
export const nokia7210c: PhoneModel = {
  ...nokia6131,
  name: 'nokia-7210c',
  model: 'Nokia 7210c',
  userAgent: 'Nokia7210c/2.0',
  deviceUri: 'IMEI:000000000007210',
  version: '1.2',
  maxMsgSize: 10_000,
  httpBuffer: 10_000,
  declaredSizeExtra: 0,
  syncTypes: [1, 2],
  rules: { ...nokia6131.rules, maxTel: 10 },
};
