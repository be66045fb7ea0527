/**
 * What the tests do not show: `open` with what is missing, even where a test shows a part of it; `never` with the
 * reason why the requirement does not apply here. Numbers are those of the requirements.
 */
export const open: Readonly<Record<number, string>> = {
  7: 'Alerts 206 to 210 of a phone are taken as 200 to 205; the server does not wake phones',
  8: 'a slow cloud is answered with a legal “go on”; 101 is not sent',
  81: 'the profile says which times a phone wants; no test follows an event to that phone',
  82: 'the profile says which times a phone wants; no test follows an event to that phone',
  83: 'the profile carries the limit; no test follows a contact to that phone under this number',
  84: 'the profile carries the limit; no test follows a note to that phone under this number',
  102: 'an item that changes in the cloud during package 5 has no test',
  109: 'merges and conflicts are told by ordinary Adds and Replaces of package 4; 207, 208, 209, 419 are not sent',
  137: 'a refused large object goes out again in the next session, not in the same',
  138: '101 is not sent',
  139: 'Alert 221 is answered 200',
  140: 'there is no busy state to stay away from',
  142: 'a refresh that broke off begins anew, and so does an object on its way to the phone',
  151: 'filters are refused with 406',
  152: 'filters are refused with 406',
  153: 'filters are refused with 406',
  155: 'filters are refused with 406, whatever their expression',
  170: 'left to a proxy in front; no test of ours speaks TLS',
  175: 'package 0 is not sent',
};

export const never: Readonly<Record<number, string>> = {
  110: '207 is not sent: a merged item comes as a Replace of package 4',
  111: '209 is not sent: a second item comes as an Add of package 4',
  154: 'filters are not offered',
  172: 'notifications are not offered',
  173: 'notifications are not offered',
  174: 'notifications are not offered',
  176: 'phones are set up by hand or by the portal’s page',
  177: 'a setting of one maker; read by the codec, not sent',
};
