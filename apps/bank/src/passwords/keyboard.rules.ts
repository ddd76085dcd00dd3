/** Rows of keys as they lie above each other, each row half a key further right than the one above it. */
const LAYOUTS: readonly (readonly string[])[] = [
  ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['!@#$%^&*()_+', 'qwertyuiop{}', 'asdfghjkl:"', 'zxcvbnm<>?'],
  ['1234567890ß', 'qwertzuiopü+', 'asdfghjklöä#', 'yxcvbnm,.-'],
  ['!"§$%&/()=', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm;:_'],
  ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn,;:!'],
  ['1234567890', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю.'],
];

const PLACES = LAYOUTS.map((rows) => {
  const places = new Map<string, readonly [row: number, column: number]>();
  rows.forEach((row, y) => Array.from(row).forEach((key, x) => places.set(key, [y, x])));
  return places;
});

/** The ways that lead from one key to the next: along its row, or down or up a diagonal, on each keyboard. */
export function keySteps(from: string, to: string): string[] {
  return PLACES.flatMap((places, layout) => {
    const [a, b] = [places.get(from), places.get(to)];
    if (a === undefined || b === undefined) return [];
    const [down, right] = [b[0] - a[0], b[1] - a[1]];
    const areNeighbours = down === 0 ? Math.abs(right) === 1 : Math.abs(down) === 1 && (right === 0 || right === -down);
    return areNeighbours ? [`${layout} ${down} ${right}`] : [];
  });
}
