import { ask, lockOnEnd, logOut } from './session.js';

const form = document.querySelector('form');
const status = document.querySelector('[role=status]');
const euros = (minor) => (Number(minor) / 100).toFixed(2);

async function show(response) {
  if (!response.ok) return (status.textContent = `Not saved: ${response.status}`);
  const { monthlyMinor } = await response.json();
  form.elements.monthly.value = euros(monthlyMinor);
  status.textContent = `You save ${euros(monthlyMinor)} a month.`;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const monthlyMinor = String(Math.round(Number(form.elements.monthly.value) * 100));
  const headers = { 'content-type': 'application/json' };
  await show(await ask('/api/pension', { method: 'PUT', headers, body: JSON.stringify({ monthlyMinor }) }));
});
document.querySelector('#log-out').addEventListener('click', logOut);

await show(await ask('/api/pension'));
form.hidden = false;
lockOnEnd();
