/** What products that have no folder of their own need. Data only. */

/** DAV roots below what people type, where no well-known address leads there: Nextcloud, Baikal, SabreDAV samples. */
export const hiddenRoots: readonly string[] = ['remote.php/dav/', 'dav.php/', 'dav/'];

/** Collections a server fills by itself, whatever privileges it shows: Nextcloud's birthdays and system book. */
export const generatedCollections: readonly RegExp[] = [
  /\/contact_birthdays\/?$/,
  /\/z-server-generated--[^/]*\/?$/,
];
