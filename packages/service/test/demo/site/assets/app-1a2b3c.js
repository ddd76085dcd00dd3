document.title = 'Demo, started';
