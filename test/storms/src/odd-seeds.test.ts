import { manyStorms } from './many-storms.ts';

manyStorms(0, 2);
