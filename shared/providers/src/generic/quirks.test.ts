import { describe, expect, it } from 'vitest';
import { generatedCollections } from './quirks.ts';

describe('generatedCollections', () => {
  it.each([
    ['https://cloud.example.org/remote.php/dav/calendars/ada/contact_birthdays/', true],
    ['https://cloud.example.org/remote.php/dav/addressbooks/users/ada/z-server-generated--system/', true],
    ['https://cloud.example.org/remote.php/dav/calendars/ada/personal/', false],
    ['https://cloud.example.org/remote.php/dav/calendars/ada/my_contact_birthdays/', false],
  ])('%s: %s', (url, expected) => {
    expect(generatedCollections.some((pattern) => pattern.test(url))).toBe(expected);
  });
});
