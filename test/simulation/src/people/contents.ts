import { contactContent } from './contact-content.ts';
import type { Content } from './content.ts';
import { eventContent } from './event-content.ts';
import { taskContent } from './task-content.ts';

export const contents = [contactContent, eventContent, taskContent] as const satisfies readonly Content[];
