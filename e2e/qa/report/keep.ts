import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escaped, setting, table } from './markdown.js';
import type { RunReport, StepReport } from './run.js';
import { duration, figures, verdict } from './verdict.js';

/** Renews the report that is kept with the project: Markdown, and one picture of each step. */
export function keep(run: RunReport, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.jpg')) rmSync(join(folder, name));
  const chapters = Map.groupBy(run.steps, ({ chapter }) => chapter);
  const text = [
    '# What the scenario shows',
    '',
    `**${verdict(run)}** ${escaped(setting(run))} Written by \`npm run qa -- --keep\`.`,
    '',
    ...table(
      ['figure', ''],
      figures(run).map(({ name, value }) => [escaped(name), escaped(value)]),
    ),
    ...[...chapters].flatMap(([name, steps]) => [
      `## ${escaped(name)}`,
      '',
      ...steps.flatMap((step) => told(step, folder)),
    ]),
  ].join('\n');
  writeFileSync(join(folder, 'report.md'), `${text.trimEnd()}\n`);
}

/** Renews the pictures of all views and states of the sites, each under the name that it keeps. */
export function keepScreens({ steps }: RunReport, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const note of steps.flatMap(({ record }) => record?.notes ?? [])) {
    if (note.kind === 'picture' && note.screen !== undefined)
      copyFileSync(note.file, join(folder, `${note.screen}.jpg`));
  }
}

function told(step: StepReport, folder: string): string[] {
  const notes = step.record?.notes ?? [];
  const seen = notes.flatMap((note) => (note.kind === 'saw' ? [`- ${escaped(note.text)}`] : []));
  const pictures = notes.flatMap((note) => (note.kind === 'picture' ? [note] : []));
  // The last one that the step chose itself shows what it is about.
  const chosen = pictures.filter(({ caption, screen }) => screen === undefined && !caption.startsWith('At the end'));
  const picture = chosen.at(-1) ?? pictures[0];
  const name = `${slug(step.title)}.jpg`;
  if (picture !== undefined) copyFileSync(picture.file, join(folder, name));
  return [
    `### ${step.number}. ${escaped(step.title)}`,
    '',
    `${escaped(step.expects)} (${duration(step.milliseconds)})`,
    '',
    ...(seen.length === 0 ? [] : [...seen, '']),
    ...notes.flatMap((note) =>
      note.kind === 'table'
        ? [
            escaped(note.caption),
            '',
            ...table(
              note.head.map(escaped),
              note.rows.map((row) => row.map(escaped)),
            ),
          ]
        : [],
    ),
    ...(picture === undefined ? [] : [`![${escaped(picture.caption)}](${name})`, '']),
  ];
}

function slug(title: string): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return words.slice(0, 60).replaceAll(/^-|-$/g, '');
}
