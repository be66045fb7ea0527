/** What the demo tells the person who watches. */
import type { SyncReport } from '@anchorage/kit';

export function say(text: string): void {
  console.log(text);
}

const names: Readonly<Record<string, string>> = { card: 'contacts', cal: 'calendar' };

export function sayReport(report: SyncReport): void {
  for (const [datastore, { syncType, sent, received }] of Object.entries(report.datastores)) {
    const counts = (word: string, { add, replace, delete: removed }: typeof sent) =>
      `${word} ${add} new, ${replace} changed, ${removed} deleted`;
    say(
      `  ${(names[datastore] ?? datastore).padEnd(8)} ${syncType === 201 ? 'slow sync' : 'two-way sync'}: ${counts('phone sent', sent)}; ${counts('phone got', received)}`,
    );
  }
  say(`  ${report.messages} messages, ${report.outcome}`);
}
