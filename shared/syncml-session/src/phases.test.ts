import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { phaseDiagram } from './phase-diagram.ts';
import { isEnd, nextPhase, phases, phaseTable } from './phases.ts';
import { SessionError } from './session-error.ts';

describe('the phase table', () => {
  it('is complete for early ends', () => {
    for (const phase of phases) {
      for (const event of ['suspend', 'abort'] as const) expect(isEnd(nextPhase(phase, event))).toBe(true);
    }
  });

  it.each(phases.filter(isEnd))('stays in %s', (phase) => {
    expect(Object.values(phaseTable[phase]).every(isEnd)).toBe(true);
  });

  it('leads from every phase to the end', () => {
    for (const phase of phases) {
      const seen = new Set([phase]);
      for (const one of seen) for (const next of Object.values(phaseTable[one])) seen.add(next);
      expect([...seen].some(isEnd)).toBe(true);
    }
  });

  it('throws for what is not in it', () => {
    expect(() => nextPhase('init', 'server-final')).toThrow(SessionError);
    expect(() => nextPhase('sync-in', 'phone-final-refused')).toThrow(
      expect.objectContaining({ code: 'bad-transition' }),
    );
  });

  it('is drawn in the README (node scripts/print-phases.ts writes it)', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`mermaid\n${phaseDiagram()}\n\`\`\``);
  });
});
