/** What was found to be wrong in a run. */

/** Those of the specification of faults: I1 no loss to I12 visible; `rule`: a phone saw the protocol broken. */
export type Invariant =
  'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'I12' | 'rule' | 'crash';

export interface Finding {
  readonly invariant: Invariant;
  readonly what: string;
}

export interface Findings {
  add(invariant: Invariant, what: string): void;
  readonly list: readonly Finding[];
}

/** `tell`: told at once, so that the story shows when it was found. */
export function createFindings(tell: (finding: Finding) => void): Findings {
  const list: Finding[] = [];
  return {
    list,
    add(invariant, what) {
      const finding = { invariant, what };
      list.push(finding);
      tell(finding);
    },
  };
}
