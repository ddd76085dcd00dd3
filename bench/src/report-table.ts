export type Cell = string | number;

export function table(head: string[], rows: Cell[][]): string {
  const line = (cells: Cell[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
export const ms = (value: number): string => (value < 10 ? value.toFixed(2) : whole(value));
export const percent = (value: number): string => `${Math.round(value * 100)} %`;
