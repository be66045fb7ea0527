import { ericssonT68i } from './ericsson-t68i.ts';
import { funambolBlackberry } from './funambol-blackberry.ts';
import { funambolOutlook } from './funambol-outlook.ts';
import { motorolaV3xx } from './motorola-v3xx.ts';
import { nokia5800 } from './nokia-5800.ts';
import { nokia6131 } from './nokia-6131.ts';
import { nokia7210c } from './nokia-7210c.ts';
import { nokiaE51 } from './nokia-e51.ts';
import type { PhoneModel } from './phone-model.ts';
import { siemensS55 } from './siemens-s55.ts';
import { sonyEricssonK610 } from './sony-ericsson-k610.ts';
import { sonyEricssonP900 } from './sony-ericsson-p900.ts';
import { windowsMobile } from './windows-mobile.ts';

export { createModelPhone } from './create-model-phone.ts';
export { checkModelRules } from './model-rules.ts';
export type { PhoneModel } from './phone-model.ts';

export const phoneModels: readonly PhoneModel[] = [
  nokiaE51,
  nokia5800,
  nokia6131,
  nokia7210c,
  ericssonT68i,
  sonyEricssonK610,
  sonyEricssonP900,
  motorolaV3xx,
  siemensS55,
  windowsMobile,
  funambolOutlook,
  funambolBlackberry,
];
