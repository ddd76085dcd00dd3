import { shortEuros } from '@latchkey/web';
import { LAST_AGE, agesOfNote, potAt } from './projection.rules.js';
import type { Projection } from './projection.rules.js';
import { CASES } from './projection-text.js';

/** The pot by age, to read off. */
export function ProjectionTable({ projection }: { projection: Projection }) {
  return (
    <div className="figures-place">
      <table className="figures">
        <caption>The pot by age, in today’s money, rounded</caption>
        <thead>
          <tr>
            <th scope="col">Age</th>
            {CASES.map(({ which, name }) => (
              <th key={which} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agesOfNote(projection).map((age) => (
            <tr key={age} className={age === projection.paidFrom ? 'figures-turn' : undefined}>
              <th scope="row">
                <span>{age}</span>
                {noteOn(projection, age)}
              </th>
              {CASES.map(({ which }) => (
                <td key={which}>{shortEuros(potAt(projection, which, age))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function noteOn({ kind, ageToday, paidFrom, courses }: Projection, age: number) {
  const notes = [
    age === ageToday && 'today',
    age === paidFrom && kind === 'saving' && 'retirement',
    age === courses.cautious.lastsTo && age < LAST_AGE && 'cautious pot runs out',
  ].filter((note) => note !== false);
  return notes.length > 0 && <span className="block text-fine font-normal text-muted">{notes.join(', ')}</span>;
}
