/**
 * `npm run phone`: the simulated phone for people. Items are files in a directory, one folder per datastore; what
 * you create, edit or delete there is what the phone's user did. Its memory is `phone.json` beside them.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contactText, eventText } from './builders/index.ts';
import { readOptions } from './command-options.ts';
import { createPhone } from './phone/create-phone.ts';
import type { Phone } from './phone/create-phone.ts';
import type { PhoneState } from './phone/phone-types.ts';

const usage = `npm run phone -- --url URL --user NAME --password WORD [options]

  --dir DIR              where its items and its memory live (default ./phone)
  --datastores LIST      e.g. card,cal (default)
  --contact-type TYPE    text/x-vcard (default) or text/vcard
  --calendar-type TYPE   text/x-vcalendar (default) or text/calendar
  --version 1.0|1.1|1.2  --encoding xml|wbxml  --auth md5|basic
  --type CODE            200 two-way (default), 201 slow, 202 to 205
  --add-contacts N       --add-events N        invented ones
  --device URI           Source LocURI (default IMEI:000000000000001)
  --max-msg-size N       octets (default 10000)
`;

interface Memory {
  readonly state: PhoneState;
}

async function main(): Promise<number> {
  const { values } = readOptions(
    {
      options: {
        url: { type: 'string' },
        user: { type: 'string' },
        password: { type: 'string' },
        dir: { type: 'string', default: './phone' },
        datastores: { type: 'string', default: 'card,cal' },
        'contact-type': { type: 'string', default: 'text/x-vcard' },
        'calendar-type': { type: 'string', default: 'text/x-vcalendar' },
        version: { type: 'string', default: '1.2' },
        encoding: { type: 'string', default: 'wbxml' },
        auth: { type: 'string', default: 'md5' },
        type: { type: 'string', default: '200' },
        'add-contacts': { type: 'string', default: '0' },
        'add-events': { type: 'string', default: '0' },
        device: { type: 'string', default: 'IMEI:000000000000001' },
        'max-msg-size': { type: 'string', default: '10000' },
        help: { type: 'boolean', default: false },
      },
    },
    usage,
  );
  if (values.help || values.url === undefined || values.user === undefined || values.password === undefined) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const names = values.datastores.split(',').filter((name) => name !== '');
  const types = new Map(
    names.map((name) => [name, typeOf(name, values['contact-type'], values['calendar-type'])]),
  );
  const memory = await readMemory(values.dir);
  const phone = createPhone({
    url: values.url,
    username: values.user,
    password: values.password,
    deviceUri: values.device,
    version: oneOf(values.version, ['1.0', '1.1', '1.2']),
    encoding: oneOf(values.encoding, ['xml', 'wbxml']),
    auth: oneOf(values.auth, ['md5', 'basic']),
    maxMsgSize: Number(values['max-msg-size']),
    datastores: Object.fromEntries([...types].map(([name, type]) => [name, { type }])),
    ...(memory === null ? {} : { state: memory.state }),
  });
  for (const [name, type] of types) await takeEdits(phone, values.dir, name, type);
  addInvented(phone, types, Number(values['add-contacts']), Number(values['add-events']));
  try {
    const report = await phone.sync({ type: Number(values.type) });
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return report.outcome === 'finished' ? 0 : 1;
  } finally {
    for (const [name, type] of types) await writeItems(phone, values.dir, name, type);
    await writeFile(join(values.dir, 'phone.json'), `${JSON.stringify({ state: phone.state() }, null, 2)}\n`);
  }
}

function addInvented(
  phone: Phone,
  types: ReadonlyMap<string, string>,
  contacts: number,
  events: number,
): void {
  for (const [name, type] of types) {
    const count = isContacts(type) ? contacts : isCalendar(type) ? events : 0;
    const from = phone.items(name).size;
    for (let i = 0; i < count; i++) {
      phone.add(name, isContacts(type) ? contactText(from + i, type) : eventText(from + i, type));
    }
  }
}

/** Compares the folder with what the phone knows: differences are the user's changes. */
async function takeEdits(phone: Phone, dir: string, name: string, type: string): Promise<void> {
  const folder = join(dir, name);
  await mkdir(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const file of await readdir(folder)) {
    if (file.startsWith('.')) continue;
    files.set(file, (await readFile(join(folder, file), 'utf8')).replace(/\r?\n/g, '\r\n'));
  }
  const known = new Map([...phone.items(name)].map(([luid, text]) => [fileName(luid, type), { luid, text }]));
  for (const [file, { luid, text }] of known) {
    const now = files.get(file);
    if (now === undefined) phone.delete(name, luid);
    else if (now !== text.replace(/\r?\n/g, '\r\n')) phone.replace(name, luid, now);
  }
  for (const [file, text] of files) {
    if (known.has(file)) continue;
    const luid = phone.add(name, text);
    await writeFile(join(folder, fileName(luid, type)), text);
    if (file !== fileName(luid, type)) await rm(join(folder, file));
  }
}

async function writeItems(phone: Phone, dir: string, name: string, type: string): Promise<void> {
  const folder = join(dir, name);
  const wanted = new Map([...phone.items(name)].map(([luid, text]) => [fileName(luid, type), text]));
  for (const file of await readdir(folder)) {
    if (!file.startsWith('.') && !wanted.has(file)) await rm(join(folder, file));
  }
  for (const [file, text] of wanted) await writeFile(join(folder, file), text);
}

async function readMemory(dir: string): Promise<Memory | null> {
  try {
    return JSON.parse(await readFile(join(dir, 'phone.json'), 'utf8')) as Memory;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function typeOf(name: string, contacts: string, calendar: string): string {
  if (name === 'card') return contacts;
  return name === 'note' ? 'text/plain' : calendar;
}

function isContacts(type: string): boolean {
  return type.endsWith('vcard');
}

function isCalendar(type: string): boolean {
  return type.endsWith('calendar');
}

function fileName(luid: string, type: string): string {
  const ending = isContacts(type)
    ? 'vcf'
    : type === 'text/calendar'
      ? 'ics'
      : isCalendar(type)
        ? 'vcs'
        : 'txt';
  return `${luid}.${ending}`;
}

function oneOf<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new RangeError(`${text}: choose one of ${choices.join(', ')}`);
  return found;
}

process.exitCode = await main();
