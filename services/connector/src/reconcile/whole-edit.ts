/** A phone's edit as a whole, where a field filter made the phone leave a part of it out. */
import type { PhoneCapabilities } from '@anchorage/model';
import { completed, kindOfText } from '@anchorage/pim';
import type { PimKind } from '@anchorage/pim';
import { digest } from '../digest.ts';
import type { Frame } from './frame.ts';

export interface WholeEdit {
  /** What the phone has now, as far as can be told. */
  readonly incoming: string;
  /** To merge it by. */
  readonly pim: PimKind;
  readonly capabilities: PhoneCapabilities;
}

/** `view`: what the phone had before; null when that is not known, then nothing is taken as removed anyway. */
export function wholeEdit(frame: Frame, sent: string, view: string | null): WholeEdit {
  const { pim, capabilities, part, shown, kind } = frame;
  const fields = part.filter?.fields ?? null;
  if (fields === null || view === null) return { incoming: sent, pim, capabilities };
  const whole = digest(() => completed(kindOfText(sent) ?? kind, sent, view, fields));
  // What cannot be completed is merged by the filter's own properties: about others its silence says nothing then.
  if (!whole.ok || whole.value === null) return { incoming: sent, ...shown };
  return { incoming: whole.value, pim, capabilities };
}
