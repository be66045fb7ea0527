/**
 * What the tests do not show: `open` with what is missing, even where a test shows a part of it; `never` with the
 * reason why the requirement does not apply here. Numbers are those of the requirements.
 */
export const open: Readonly<Record<number, string>> = {
  7: 'Alerts 206 to 210 of a phone are taken as 200 to 205; the server does not wake phones',
  175: 'package 0 is not sent',
};

export const never: Readonly<Record<number, string>> = {
  109: 'ADR 0012: a change is answered before the cloud side looks at it; what came of a conflict follows as a change of ours',
  110: 'ADR 0012: 207 is not sent; the merged item comes as a Replace all the same',
  111: 'ADR 0012: 209 is not sent; the second item comes as an Add all the same',
  172: 'notifications are not offered',
  173: 'notifications are not offered',
  174: 'notifications are not offered',
  176: 'phones are set up by hand or by the portal’s page',
  177: 'a setting of one maker; read by the codec, not sent',
};
