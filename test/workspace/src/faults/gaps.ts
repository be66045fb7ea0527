/** What the tests do not show: `open` with what is missing, even where a test shows a part of it; `never` with the reason. */
export const open: Readonly<Record<string, string>> = {
  F30: 'no test runs two releases side by side',
  F31: 'memory is measured by the benches; nothing is killed for it',
  F36: 'one Redis is spoken to; no test fails over',
  F37: 'a full Redis has no test',
  F38: 'a slow Redis has no test',
  F40: 'a full disk has no test',
  F41: 'mass deletions are guarded on both sides; no test goes back to a backup of the database',
  F62: 'no test gives two machines different clocks',
  F63: 'undos, rejected holds and slow sync may be repeated; no test does so with thousands of phones',
  F65: 'places for whole syncs are counted; no test holds one tenant against another',
};

export const never: Readonly<Record<string, string>> = {
  F44: 'access tokens are not spoken yet; passwords do not end by themselves',
};
