/** What a process has used so far, by the kernel's own account (proc(5)). */
import { readFile } from 'node:fs/promises';

export interface ProcessCost {
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Largest resident size so far. */
  readonly peakOctets: number;
}

/** Clock ticks per second that /proc/PID/stat counts in; 100 on every Linux that Node runs on. */
const ticks = 100;

export async function processCost(pid: number): Promise<ProcessCost> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The second field is the program's name in parentheses and may hold blanks: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    peakOctets: Number(peak ?? 0) * 1024,
  };
}
