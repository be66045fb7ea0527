/** Seeds that once found something; the focused test of each is in the package that was at fault. */
export const regressionSeeds = [
  { seed: 38, about: 'a slow sync brought back what the cloud had deleted' },
  { seed: 30, about: 'a task with a due date that its DevInf does not name came twice' },
  { seed: 179, about: 'a Map of a lost item was taken for one of an old Add' },
  { seed: 564, about: 'a Map of a lost item, heard a session late, was taken for one of an old Add' },
  { seed: 947, about: 'the same, after the phone had answered the Replace' },
  { seed: 631, about: 'a slow sync that brought nothing while the cloud was away was never heard' },
  { seed: 1509, about: 'what was deleted while a page for the phone was decided about stayed on it' },
  { seed: 428, about: 'a slow sync that broke off forgot that the phone was to be given an item again' },
  { seed: 472, about: 'an Add bore a GUID that was a LUID, and the phone had two Maps under one name' },
  { seed: 1696, about: 'a sync from the server alone wrote over an edit that its phone had not sent' },
  { seed: 2648, about: 'the same, and the phone then sent what it had been given as its own edit' },
  { seed: 2976, about: 'the same, of a note while somebody in the cloud wrote the place' },
  { seed: 3776, about: 'a value written in the cloud over what we had written unheard was lost' },
  { seed: 3976, about: 'a PUT that took effect unheard brought back what the phone deleted meanwhile' },
  { seed: 5712, about: 'a stale push created what had been deleted before' },
  { seed: 6276, about: 'a Replace that was carried out unheard passed for an edit of the phone' },
  {
    seed: 8439,
    about: 'an edit made in the cloud of what we had written unheard gave way to what we had written',
  },
  { seed: 3466, about: 'a create that the server had put elsewhere was made again under another UID' },
  { seed: 6469, about: 'a stale push created an item under the name it had before its UID was renewed' },
  {
    seed: 220,
    about: 'what an empty listing had left out was created a second time when it was not to be deleted',
  },
] as const;
