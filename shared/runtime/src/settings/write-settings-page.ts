import { mkdirSync, writeFileSync } from 'node:fs';
import { settingsPage } from './settings-page.ts';

const folder = new URL('../../../../deploy/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('SETTINGS.md', folder), settingsPage());
