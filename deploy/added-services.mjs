const PATTERN = { id: 'retirement', variable: 'RETIREMENT', port: 3002 };

/**
 * docker-compose.yml of a service that it does not name: what it says of retirement, which like every service but the bank only
 * verifies. The bank's commands are told of all of them, since of several files the last one counts.
 */
export function composeOf(compose, service, all) {
  const [shared, rest] = compose.split(/^services:\n/m);
  const [services] = rest.split(/^networks:\n/m);
  const own = services.split(/\n\n/).filter((block) => new RegExp(`^  ${PATTERN.id}(-[a-z]+)?:$`, 'm').test(block));
  const keys = all.map(({ id, port }) => `${id}=${addressOf(id, port)}`).join(' ');
  const tokens = all.map(({ id, variable }) => `${id}=\${${variable}_OPS_TOKEN:-\${OPS_TOKEN}}`).join(' ');
  const places = `environment:
      KEYS_AT: ${keys}
      OPS_TOKENS: ${tokens}`;
  return `${renamed(`${shared}services:\n${own.join('\n\n')}`, service)}

  keys:
    ${places}

  contract:
    ${places}

networks:
  deployment:
  ${service.id}-data: { internal: true }

volumes:
  ${service.id}-data:
`;
}

/** What .env.example says of retirement, for a service that it does not name. */
export function variablesOf(example, service) {
  const lines = example.split('\n').filter((line) => line.startsWith(`${PATTERN.variable}_`));
  return lines.map((line) => renamed(line, service));
}

function addressOf(id, port) {
  return id === 'bank'
    ? `http://bank:${port}`
    : `\${${id.toUpperCase().replaceAll('-', '_')}_URL:-http://${id}:${port}}`;
}

function renamed(text, { id, variable, port }) {
  const words = text.replaceAll(new RegExp(`\\b${PATTERN.id}\\b`, 'g'), id).replaceAll(PATTERN.variable, variable);
  return words.replaceAll(String(PATTERN.port), String(port));
}
