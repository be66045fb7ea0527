/** The phase table as a Mermaid state diagram, for the README. Early ends are left out; every phase has them. */
import { phases, phaseTable } from './phases.ts';

export function phaseDiagram(): string {
  const lines = ['stateDiagram-v2', '  [*] --> init'];
  for (const phase of phases) {
    if (ended.has(phase)) continue;
    const byTarget = new Map<string, string[]>();
    for (const [event, target] of Object.entries(phaseTable[phase])) {
      if (ended.has(target)) continue;
      byTarget.set(target, [...(byTarget.get(target) ?? []), event]);
    }
    for (const [target, events] of byTarget) {
      lines.push(`  ${id(phase)} --> ${id(target)}: ${events.join(', ')}`);
    }
  }
  lines.push('  done --> [*]');
  return lines.join('\n');
}

/** Mermaid reads a hyphen in a state's name as an arrow. */
function id(phase: string): string {
  return phase.replaceAll('-', '_');
}

const ended: ReadonlySet<string> = new Set(['suspended', 'aborted']);
