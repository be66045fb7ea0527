/** All rules, weakest first. */
import type { DeviceRule } from '../rule.ts';
import { funambol } from './funambol.ts';
import { motorola } from './motorola.ts';
import { nokiaS40 } from './nokia-s40.ts';
import { nokiaS60 } from './nokia-s60.ts';
import { nokia } from './nokia.ts';
import { siemens } from './siemens.ts';
import { sonyEricsson } from './sony-ericsson.ts';
import { syncEvolution } from './syncevolution.ts';

export const knownRules: readonly DeviceRule[] = [
  ...nokia,
  ...nokiaS60,
  ...nokiaS40,
  ...sonyEricsson,
  ...motorola,
  ...siemens,
  ...syncEvolution,
  ...funambol,
];
