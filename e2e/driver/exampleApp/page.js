const find = (id) => document.getElementById(id);

find('ask').addEventListener('click', async () => {
  const facts = await window.example.facts();
  find('answer').textContent = JSON.stringify({ ...facts, typed: find('name').value });
});
