/** A phone's edit into the full resource (datasync formats, section 9; design decision: merge against the last view). */
import type { EditOutcome, PhoneEdit } from '../contract.ts';
import { readBody, readView, writeBody, type Card } from './card.ts';
import { revision, withFormattedName } from './create.ts';
import type { Property } from './entry.ts';
import { formattedName, regenerateFormattedName } from './formatted-name.ts';
import { fittedBody, fittedView, limitsOf } from './image.ts';
import { mergeProperty, uniteProperty, type PropertyOutcome } from './merge-property.ts';
import { capabilityOf, propertiesFor } from './properties.ts';
import { pairUp, samePass } from './pair.ts';
import { rewrite } from './rewrite.ts';

export function applyEdit(edit: PhoneEdit): EditOutcome {
  const original = readBody(edit.body);
  const view = edit.view === null ? null : readView(edit.view);
  const incoming = readView(edit.incoming);
  const conflicts: string[] = [];
  let card = original;
  let renamed = false;
  for (const property of propertiesFor(edit.capabilities)) {
    const { changes, conflict } = outcomeFor(property, { card: original, view, incoming, edit });
    if (conflict && (property !== formattedName || view !== null)) conflicts.push(property.name);
    if (changes.length > 0 && property === formattedName) renamed = true;
    card = rewrite(card, property, changes);
  }
  if (card === original || card.lines === original.lines)
    return { body: edit.body, changed: false, conflicts };
  if (!renamed) card = withRegeneratedName(original, card);
  return { body: writeBody(stamped(withFormattedName(card), edit.now)), changed: true, conflicts };
}

interface Versions {
  readonly card: Card;
  readonly view: Card | null;
  readonly incoming: Card;
  readonly edit: PhoneEdit;
}

function outcomeFor(property: Property, { card, view, incoming, edit }: Versions): PropertyOutcome {
  const { capabilities, policy } = edit;
  if (property.silent?.(incoming) === true) return { changes: [], conflict: false };
  const merge = {
    property,
    current: fittedBody(card, property, capabilities).fitted,
    all: property.read(card, 'body'),
    incoming: fittedView(incoming, property, capabilities),
    policy,
    types: limitsOf(property, capabilities).capability.types,
  };
  if (capabilityOf(property, capabilities) === undefined && property.name !== 'N') {
    // Not among what the phone says it knows: its silence means nothing (M1), but what it tells anew is taken in.
    const before = view === null ? [] : fittedView(view, property, capabilities);
    const { onlyRight } = pairUp(before, merge.incoming, [
      samePass((one) => property.keys(one.full).join('\n')),
    ]);
    const { changes } = uniteProperty({ ...merge, incoming: onlyRight, policy: 'cloud-wins' });
    return { changes, conflict: false };
  }
  if (view === null) return uniteProperty(merge);
  return mergeProperty({ ...merge, before: fittedView(view, property, capabilities) });
}

/** M7: an FN that was made from the name follows it; one that a person wrote stays. */
function withRegeneratedName(before: Card, after: Card): Card {
  const text = regenerateFormattedName(before, after);
  const [old] = formattedName.read(after, 'body');
  if (text === undefined || old === undefined || text === regenerateFormattedName(before, before))
    return after;
  return rewrite(after, formattedName, [{ kind: 'update', from: old, to: { ...old, values: [text] } }]);
}

function stamped(card: Card, now: number): Card {
  const rev = revision(now);
  const at = card.lines.findIndex((line) => line.name === 'REV');
  return { ...card, lines: at < 0 ? [...card.lines, rev] : card.lines.with(at, rev) };
}
