/** What a model notices in the text of an XML reply before anything is parsed. */
import { rule } from '../phone/reply-rules.ts';
import type { ModelRules } from './phone-model.ts';

export function checkXml(rules: ModelRules, text: string): void {
  rule(rules.noNamespace !== true || !/<SyncML\s[^>]*xmlns/i.test(text), 'xmlns on the root element');
  if (rules.itemData === 'cdata') {
    rule(!/<Data>(?!<!\[CDATA\[)[^<]*BEGIN:V/.test(text), 'item data outside a CDATA section');
  }
  if (rules.itemData === 'escaped') rule(!text.includes('<![CDATA['), 'a CDATA section');
  if (rules.challengeInOrder === true) checkChallenges(text);
}

/** SyncML Meta Information 1.1, DTD: Format, Type, NextNonce. */
function checkChallenges(text: string): void {
  for (const [challenge] of text.matchAll(/<Chal>[\s\S]*?<\/Chal>/g)) {
    const places = ['<Format', '<Type', '<NextNonce'].map((tag) => challenge.indexOf(tag));
    const present = places.filter((at) => at >= 0);
    rule(
      present.every((at, place) => place === 0 || at > (present[place - 1] ?? 0)),
      'elements of a challenge out of order',
    );
  }
}
