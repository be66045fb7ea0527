import type { Content } from './content.ts';
import { joined, unfolded, valueOf, valuesOf, withValue } from './lines.ts';

const families = ['Kanari-Adler', 'Kanari-Brandt', 'Kanari-Cramer', 'Kanari-Dorn'];

/** Namesakes differ in their numbers alone: whoever matches by name confuses them. */
export const contactContent: Content = {
  collection: 'contacts',
  datastore: 'card',
  onPhone: (token, name) =>
    joined(
      'BEGIN:VCARD',
      'VERSION:2.1',
      `N:${families[name % families.length]};Anna`,
      `TEL;CELL:+1555${token}`,
      'END:VCARD',
    ),
  inCloud: (token, name) =>
    joined(
      'BEGIN:VCARD',
      'VERSION:3.0',
      `UID:contact-${token}@example.org`,
      `N:${families[name % families.length]};Anna;;;`,
      `FN:Anna ${families[name % families.length]}`,
      `TEL;TYPE=CELL:+1555${token}`,
      `ADR;TYPE=HOME:;;1 Kanari Street ${token};Exampletown;;;`,
      `ADR;TYPE=WORK:;;2 Kanari Square ${token};Exampletown;;;`,
      ...contactContent.keptBy(token).map((value, at) => `${onlyInCloud[at]}:${value}`),
      'END:VCARD',
    ),
  keptBy: (token) => [`aGVsbG8t${token}`, `52.5;13.${token}`, `Kanari house ${token}`],
  read(text) {
    const token = /\+1555(\d{7})/.exec(text)?.[1];
    if (token === undefined) return null;
    const whole = unfolded(text).replaceAll('\\', '');
    return {
      token,
      fields: { note: valueOf(text, 'NOTE'), extra: valueOf(text, 'EMAIL') },
      more: valuesOf(text, 'EMAIL').slice(1).join(),
      kept: [...contactContent.keptBy(token), `1 Kanari Street ${token}`, `2 Kanari Square ${token}`].filter(
        (value) => whole.split(value).length === 2,
      ),
    };
  },
  change: (text, field, value) =>
    field === 'note'
      ? withValue(text, 'NOTE', `NOTE:${value}`, 'VCARD')
      : withValue(text, 'EMAIL', emailLine(text, value), 'VCARD'),
};

function emailLine(text: string, value: string): string {
  return text.includes('VERSION:2.1') ? `EMAIL;INTERNET:${value}` : `EMAIL;TYPE=INTERNET:${value}`;
}

const onlyInCloud = ['KEY;ENCODING=b;TYPE=PGP', 'GEO', 'X-EXAMPLE-HOUSE'];
