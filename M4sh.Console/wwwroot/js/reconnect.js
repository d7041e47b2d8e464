// The buttons of the dialog that Blazor shows when the connection to the console is lost.

document.getElementById('reconnect-reload')?.addEventListener('click', () => location.reload());
document.getElementById('reconnect-retry')?.addEventListener('click', async () => {
  // False: the circuit is gone for good.
  if (!await Blazor.reconnect()) {
    location.reload();
  }
});
