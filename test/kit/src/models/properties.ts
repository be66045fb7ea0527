/** Property lists and kinds of sync that several models share. */
export const eventProperties = ['SUMMARY', 'DESCRIPTION', 'LOCATION', 'DTSTART', 'DTEND', 'RRULE', 'AALARM'];
export const contactProperties = ['N', 'TEL', 'EMAIL', 'ADR', 'ORG', 'TITLE', 'NOTE', 'URL', 'BDAY'];
export const allSyncTypes = [1, 2, 3, 4, 5, 6, 7];
