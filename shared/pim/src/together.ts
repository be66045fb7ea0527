/**
 * Several kinds in one datastore, each with what the phone can hold of it: Nokia, Sony Ericsson UIQ and Palm phones keep
 * events and tasks in one calendar. Every text tells its kind by its component.
 *
 * The capabilities handed in are those of the first kind; the others were given their own.
 */
import type { PhoneCapabilities } from '@anchorage/model';
import type { PimKind, Traits } from './contract.ts';
import { kindOfText } from './kind-of-text.ts';
import { PimError } from './pim-error.ts';

export interface Companion {
  readonly pim: PimKind;
  readonly capabilities: PhoneCapabilities;
}

/** `first` stays the kind of the whole: what cannot be told is taken for it. */
export function together(first: PimKind, companions: readonly Companion[]): PimKind {
  const of = (text: string): Companion | null => {
    const kind = kindOfText(text);
    return companions.find(({ pim }) => pim.kind === kind) ?? null;
  };
  /** The kind that a text is of, and the capabilities for it. */
  const member = (text: string, capabilities: PhoneCapabilities): Companion =>
    of(text) ?? { pim: first, capabilities };
  const only = (text: string): PimKind => of(text)?.pim ?? first;
  return {
    kind: first.kind,
    readPhone: (octets, contentType, capabilities) => {
      const { pim, capabilities: own } = member(new TextDecoder('latin1').decode(octets), capabilities);
      return pim.readPhone(octets, contentType, own);
    },
    identify: (view) => only(view).identify(view),
    create: (incoming, item) => {
      const { pim, capabilities } = member(incoming, item.capabilities);
      return pim.create(incoming, { ...item, capabilities });
    },
    addOccurrence: (body, incoming, item) => {
      const { pim, capabilities } = member(incoming, item.capabilities);
      mustAgree(body, incoming);
      return pim.addOccurrence(body, incoming, { ...item, capabilities });
    },
    removeOccurrence: (body, recurrenceId, now) => only(body).removeOccurrence(body, recurrenceId, now),
    occurrences: (body) => only(body).occurrences(body),
    shownOccurrence: (body, recurrenceId, capabilities) => {
      const { pim, capabilities: own } = member(body, capabilities);
      return pim.shownOccurrence(body, recurrenceId, own);
    },
    image: (body, recurrenceId, capabilities) => {
      const { pim, capabilities: own } = member(body, capabilities);
      return pim.image(body, recurrenceId, own);
    },
    apply: (edit) => {
      mustAgree(edit.body, edit.incoming);
      const { pim, capabilities } = member(edit.body, edit.capabilities);
      return pim.apply({ ...edit, capabilities });
    },
    mergeCloud: (merge) => only(merge.ours).mergeCloud(merge),
    sameOnPhone: (a, b, capabilities) => {
      if (kindOfText(a) !== kindOfText(b)) return false;
      const { pim, capabilities: own } = member(a, capabilities);
      return pim.sameOnPhone(a, b, own);
    },
    normalise: (body) => only(body).normalise(body),
    traitsOfView: (view, capabilities) => {
      const { pim, capabilities: own } = member(view, capabilities);
      return apart(first, pim, pim.traitsOfView(view, own));
    },
    traitsOfBody: (body, recurrenceId, capabilities) => {
      const { pim, capabilities: own } = member(body, capabilities);
      return apart(first, pim, pim.traitsOfBody(body, recurrenceId, own));
    },
    matches: (body, recurrenceId, condition, about) => {
      const { pim, capabilities } = member(body, about.capabilities);
      return pim.matches(body, recurrenceId, condition, { ...about, capabilities });
    },
    uidOf: (body) => only(body).uidOf(body),
  };
}

/** An event and a task of one title and day are two things: matching must never take them for one. */
function apart(first: PimKind, pim: PimKind, traits: Traits): Traits {
  if (pim.kind === first.kind) return traits;
  const marked = (text: string): string => (text === '' ? '' : `${pim.kind} ${text}`);
  return {
    ...traits,
    key: marked(traits.key),
    content: marked(traits.content),
    marks: traits.marks.map(marked),
  };
}

/** No phone turns an event into a task; one that gives a LUID away again has something new to say. */
function mustAgree(body: string, incoming: string): void {
  if (kindOfText(body) !== kindOfText(incoming))
    throw new PimError('unsupported', 'an item cannot become one of another kind');
}
