import type { Target } from '../target.ts';
import { sessionTarget } from './session.ts';
import { wbxmlTarget } from './wbxml.ts';
import { xmlTarget } from './xml.ts';

export const targets: Readonly<Record<string, () => Target>> = {
  wbxml: wbxmlTarget,
  xml: xmlTarget,
  session: sessionTarget,
};
