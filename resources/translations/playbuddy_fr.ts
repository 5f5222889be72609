<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>About PlayBuddy</source>
      <translation>À propos de PlayBuddy</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Free software under the MIT licence.</source>
      <translation>Logiciel libre sous licence MIT.</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Licence</translation>
    </message>
    <message>
      <source>PlayBuddy contains the work of these people. Thank you!</source>
      <translation>PlayBuddy contient le travail de ces personnes. Merci !</translation>
    </message>
    <message>
      <source>Version %1</source>
      <translation>Version %1</translation>
    </message>
    <message>
      <source>What PlayBuddy contains</source>
      <translation>Ce que contient PlayBuddy</translation>
    </message>
  </context>
  <context>
    <name>Awake</name>
    <message>
      <source>Scripts are being parsed</source>
      <translation>Des textes sont en cours d’analyse</translation>
    </message>
  </context>
  <context>
    <name>Banner</name>
    <message>
      <source>Close this message</source>
      <translation>Fermer ce message</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <source>… and %1 more (copy to see all)</source>
      <translation>… et %1 de plus (copiez pour tout voir)</translation>
    </message>
  </context>
  <context>
    <name>CastList</name>
    <message>
      <source>Also: %1</source>
      <translation>Aussi : %1</translation>
    </message>
    <message>
      <source>Cast</source>
      <translation>Distribution</translation>
    </message>
    <message>
      <source>Character</source>
      <translation>Personnage</translation>
    </message>
    <message>
      <source>Speeches</source>
      <translation>Répliques</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>Mots</translation>
    </message>
  </context>
  <context>
    <name>CastView</name>
    <message>
      <source>Characters found so far</source>
      <translation>Personnages trouvés jusqu’ici</translation>
    </message>
  </context>
  <context>
    <name>Columns</name>
    <message>
      <source>Reset columns</source>
      <translation>Rétablir les colonnes</translation>
    </message>
  </context>
  <context>
    <name>CorrectionDialog</name>
    <message>
      <source>&amp;Author</source>
      <translation>&amp;Auteur</translation>
    </message>
    <message>
      <source>&amp;Title</source>
      <translation>&amp;Titre</translation>
    </message>
    <message>
      <source>&amp;Year</source>
      <translation>A&amp;nnée</translation>
    </message>
    <message>
      <source>Author of the play</source>
      <translation>Auteur de la pièce</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Correct play</source>
      <translation>Corriger la pièce</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Title of the play</source>
      <translation>Titre de la pièce</translation>
    </message>
    <message>
      <source>Year of the play</source>
      <translation>Année de la pièce</translation>
    </message>
  </context>
  <context>
    <name>DesktopShell</name>
    <message>
      <source>All scripts are done</source>
      <translation>Tous les textes sont traités</translation>
    </message>
    <message>
      <source>Some scripts could not be imported</source>
      <translation>Certains textes n’ont pu être importés</translation>
    </message>
  </context>
  <context>
    <name>DiagnosticsDialog</name>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Collecting…</source>
      <translation>Collecte…</translation>
    </message>
    <message>
      <source>Contents of the bundle</source>
      <translation>Contenu de l’archive</translation>
    </message>
    <message>
      <source>Create diagnostic bundle</source>
      <translation>Créer une archive de diagnostic</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>Save diagnostic bundle</source>
      <translation>Enregistrer l’archive de diagnostic</translation>
    </message>
    <message>
      <source>Saved as %1.</source>
      <translation>Enregistrée sous %1.</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Enregistrer…</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Taille</translation>
    </message>
    <message>
      <source>The bundle helps to find out what went wrong. It holds no texts, no names of files, plays or persons, no paths and no keys. Nothing is sent anywhere: you decide whom you give the file.</source>
      <translation>L’archive aide à comprendre ce qui n’a pas marché. Elle ne contient ni textes, ni noms de fichiers, de pièces ou de personnes, ni chemins, ni clés. Rien n’est envoyé : vous décidez à qui vous donnez le fichier.</translation>
    </message>
    <message>
      <source>What it holds</source>
      <translation>Ce qu’elle contient</translation>
    </message>
    <message>
      <source>ZIP archives (*.zip)</source>
      <translation>Archives ZIP (*.zip)</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Go on</source>
      <translation>Continuer</translation>
    </message>
    <message>
      <source>That should not have happened</source>
      <translation>Cela n’aurait pas dû arriver</translation>
    </message>
  </context>
  <context>
    <name>DismissalBar</name>
    <message>
      <source>%n entries are off the list.</source>
      <translation>%n entrées ont quitté la liste.</translation>
    </message>
    <message>
      <source>%n entry is off the list.</source>
      <translation>%n entrée a quitté la liste.</translation>
    </message>
    <message>
      <source>The history keeps them.</source>
      <translation>L’historique les garde.</translation>
    </message>
  </context>
  <context>
    <name>DropZone</name>
    <message>
      <source>Choose a folder…</source>
      <translation>Choisir un dossier…</translation>
    </message>
    <message>
      <source>Choose files…</source>
      <translation>Choisir des fichiers…</translation>
    </message>
    <message>
      <source>Drop theatre scripts here</source>
      <translation>Déposez ici des textes de théâtre</translation>
    </message>
    <message>
      <source>Files or whole folders, as many as you like. Each becomes a play with its cast, acts and scenes.</source>
      <translation>Des fichiers ou des dossiers entiers, autant que vous voulez. Chacun devient une pièce avec ses personnages, ses actes et ses scènes.</translation>
    </message>
    <message>
      <source>Try a sample</source>
      <translation>Essayer un exemple</translation>
    </message>
  </context>
  <context>
    <name>ErrorDialog</name>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
  </context>
  <context>
    <name>ErrorView</name>
    <message>
      <source>Copied</source>
      <translation>Copié</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <source>Copy the error with its technical details</source>
      <translation>Copier l’erreur avec ses détails techniques</translation>
    </message>
    <message>
      <source>Show the cause of this error and its cure</source>
      <translation>Montrer la cause de cette erreur et son remède</translation>
    </message>
    <message>
      <source>Technical details</source>
      <translation>Détails techniques</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Que faire</translation>
    </message>
  </context>
  <context>
    <name>FiguresDialog</name>
    <message>
      <source>Character</source>
      <translation>Personnage</translation>
    </message>
    <message>
      <source>Characters of “%1”</source>
      <translation>Personnages de « %1 »</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>How much each has to say</source>
      <translation>Ce que chacun a à dire</translation>
    </message>
    <message>
      <source>Scenes</source>
      <translation>Scènes</translation>
    </message>
    <message>
      <source>Speeches</source>
      <translation>Répliques</translation>
    </message>
    <message>
      <source>Who speaks in which scene</source>
      <translation>Qui parle dans quelle scène</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>Mots</translation>
    </message>
  </context>
  <context>
    <name>FilterBanner</name>
    <message>
      <source>Only %1: %2 of %3 lines here</source>
      <translation>Seulement %1 : %2 lignes sur %3 ici</translation>
    </message>
    <message>
      <source>Show all lines</source>
      <translation>Afficher toutes les lignes</translation>
    </message>
  </context>
  <context>
    <name>FindBar</name>
    <message>
      <source>%1 of %2</source>
      <translation>%1 sur %2</translation>
    </message>
    <message>
      <source>Close (Esc)</source>
      <translation>Fermer (Échap)</translation>
    </message>
    <message>
      <source>Find in the play</source>
      <translation>Chercher dans la pièce</translation>
    </message>
    <message>
      <source>Next find (F3)</source>
      <translation>Occurrence suivante (F3)</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>Introuvable</translation>
    </message>
    <message>
      <source>Number of finds</source>
      <translation>Nombre d’occurrences</translation>
    </message>
    <message>
      <source>Previous find (Shift+F3)</source>
      <translation>Occurrence précédente (Maj+F3)</translation>
    </message>
  </context>
  <context>
    <name>HealthLight</name>
    <message>
      <source>Health: %1</source>
      <translation>État : %1</translation>
    </message>
    <message>
      <source>Healthy</source>
      <translation>Tout va bien</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>À surveiller</translation>
    </message>
    <message>
      <source>Paused by you</source>
      <translation>En pause à votre demande</translation>
    </message>
    <message>
      <source>Show metrics and health</source>
      <translation>Afficher les mesures et l’état</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>Démarrage…</translation>
    </message>
  </context>
  <context>
    <name>History</name>
    <message>
      <source>Added</source>
      <translation>Ajouté</translation>
    </message>
    <message>
      <source>Attempts</source>
      <translation>Essais</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Durée</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>Erreur</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Pièce</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Statut</translation>
    </message>
  </context>
  <context>
    <name>HistoryFilters</name>
    <message>
      <source>All</source>
      <translation>Tous</translation>
    </message>
    <message>
      <source>Search file, play, author or error</source>
      <translation>Fichier, pièce, auteur ou erreur</translation>
    </message>
    <message>
      <source>Search the history</source>
      <translation>Chercher dans l’historique</translation>
    </message>
  </context>
  <context>
    <name>HistoryPanel</name>
    <message>
      <source>%n import</source>
      <translation>%n import</translation>
    </message>
    <message>
      <source>%n imports</source>
      <translation>%n imports</translation>
    </message>
    <message>
      <source>%n selected</source>
      <translation>Lignes sélectionnées : %n</translation>
    </message>
    <message>
      <source>Copy error</source>
      <translation>Copier l’erreur</translation>
    </message>
    <message>
      <source>Details…</source>
      <translation>Détails…</translation>
    </message>
    <message>
      <source>Every script that you drop on the queue stays listed here, with what became of it.</source>
      <translation>Chaque texte déposé dans la file reste inscrit ici, avec ce qu’il est devenu.</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Historique</translation>
    </message>
    <message>
      <source>Import again</source>
      <translation>Importer de nouveau</translation>
    </message>
    <message>
      <source>Import the same script again, as a new job</source>
      <translation>Importer de nouveau le même texte, comme nouvelle tâche</translation>
    </message>
    <message>
      <source>No import matches</source>
      <translation>Aucun import ne correspond</translation>
    </message>
    <message>
      <source>Nothing was imported yet</source>
      <translation>Rien n’a encore été importé</translation>
    </message>
    <message>
      <source>Open play</source>
      <translation>Ouvrir la pièce</translation>
    </message>
    <message>
      <source>Read the play that this import made</source>
      <translation>Lire la pièce issue de cet import</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Remove from history</source>
      <translation>Retirer de l’historique</translation>
    </message>
    <message>
      <source>Select at most %1 rows to do something with them</source>
      <translation>Sélectionnez au plus %1 lignes pour agir sur elles</translation>
    </message>
    <message>
      <source>Show all</source>
      <translation>Tout afficher</translation>
    </message>
    <message>
      <source>Try other words, another status or another time.</source>
      <translation>Essayez d’autres mots, un autre statut ou une autre période.</translation>
    </message>
  </context>
  <context>
    <name>HistoryTable</name>
    <message>
      <source>History of imports</source>
      <translation>Historique des imports</translation>
    </message>
  </context>
  <context>
    <name>Importer</name>
    <message>
      <source>%n could not be added.</source>
      <translation>Fichiers non ajoutés : %n.</translation>
    </message>
    <message>
      <source>%n script added.</source>
      <translation>%n texte ajouté.</translation>
    </message>
    <message>
      <source>%n scripts added.</source>
      <translation>%n textes ajoutés.</translation>
    </message>
    <message>
      <source>%n was imported before.</source>
      <translation>%n a déjà été importé.</translation>
    </message>
    <message>
      <source>%n were imported before.</source>
      <translation>%n ont déjà été importés.</translation>
    </message>
    <message>
      <source>Adding scripts…</source>
      <translation>Ajout des textes…</translation>
    </message>
    <message>
      <source>Adding scripts… %1 of %2</source>
      <translation>Ajout des textes… %1 sur %2</translation>
    </message>
    <message>
      <source>Import again</source>
      <translation>Importer de nouveau</translation>
    </message>
    <message>
      <source>Nothing to import was found.</source>
      <translation>Rien à importer n’a été trouvé.</translation>
    </message>
  </context>
  <context>
    <name>JobActions</name>
    <message>
      <source>Begin no sooner than at a time that you choose</source>
      <translation>Ne pas commencer avant l’heure que vous choisissez</translation>
    </message>
    <message>
      <source>Begin now</source>
      <translation>Commencer maintenant</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Détails</translation>
    </message>
    <message>
      <source>Forget the job with its record; its play stays in the library</source>
      <translation>Oublier la tâche et sa trace ; sa pièce reste dans la bibliothèque</translation>
    </message>
    <message>
      <source>Go on where the job was paused</source>
      <translation>Reprendre là où la tâche s’est arrêtée</translation>
    </message>
    <message>
      <source>Hide what has ended here; it stays in the history</source>
      <translation>Masquer ici ce qui est fini ; l’historique le garde</translation>
    </message>
    <message>
      <source>Import as one play</source>
      <translation>Importer comme une seule pièce</translation>
    </message>
    <message>
      <source>Import each play</source>
      <translation>Importer chaque pièce</translation>
    </message>
    <message>
      <source>Import the file again and make a play of each that it holds</source>
      <translation>Importer de nouveau le fichier et faire une pièce de chacune qu’il contient</translation>
    </message>
    <message>
      <source>Import the file again and make one play of all that it holds</source>
      <translation>Importer de nouveau le fichier et faire une seule pièce de tout ce qu’il contient</translation>
    </message>
    <message>
      <source>Import the same script as a new job</source>
      <translation>Importer le même texte comme nouvelle tâche</translation>
    </message>
    <message>
      <source>Import the script again and recognise the text on its pages</source>
      <translation>Importer de nouveau le texte et reconnaître les caractères de ses pages</translation>
    </message>
    <message>
      <source>Jobs of higher priority come first</source>
      <translation>Les tâches de plus haute priorité passent d’abord</translation>
    </message>
    <message>
      <source>Jobs of lower priority come last</source>
      <translation>Les tâches de plus basse priorité passent en dernier</translation>
    </message>
    <message>
      <source>Lower priority</source>
      <translation>Baisser la priorité</translation>
    </message>
    <message>
      <source>Make it the next job</source>
      <translation>En faire la prochaine tâche</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Descendre</translation>
    </message>
    <message>
      <source>Move to bottom</source>
      <translation>Mettre à la fin</translation>
    </message>
    <message>
      <source>Move to top</source>
      <translation>Mettre en tête</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Monter</translation>
    </message>
    <message>
      <source>Not before</source>
      <translation>Pas avant</translation>
    </message>
    <message>
      <source>Open play</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <source>Open the file that was imported in its own program</source>
      <translation>Ouvrir le fichier importé dans son propre programme</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Put the job off no longer: it begins when its turn comes</source>
      <translation>Ne plus différer la tâche : elle commence quand vient son tour</translation>
    </message>
    <message>
      <source>Raise priority</source>
      <translation>Monter la priorité</translation>
    </message>
    <message>
      <source>Read the play that was found</source>
      <translation>Lire la pièce trouvée</translation>
    </message>
    <message>
      <source>Read with OCR</source>
      <translation>Lire par OCR</translation>
    </message>
    <message>
      <source>Remove from history</source>
      <translation>Retirer de l’historique</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Reprendre</translation>
    </message>
    <message>
      <source>Run it after all others</source>
      <translation>La traiter après toutes les autres</translation>
    </message>
    <message>
      <source>Run it after the one below it</source>
      <translation>La traiter après la suivante</translation>
    </message>
    <message>
      <source>Run it before the one above it</source>
      <translation>La traiter avant la précédente</translation>
    </message>
    <message>
      <source>Show source</source>
      <translation>Montrer la source</translation>
    </message>
    <message>
      <source>Show what happened to this job</source>
      <translation>Montrer ce qui est arrivé à cette tâche</translation>
    </message>
    <message>
      <source>Stop after the current chunk and keep what is done</source>
      <translation>Arrêter après la partie en cours et garder ce qui est fait</translation>
    </message>
    <message>
      <source>Stop the job and save nothing</source>
      <translation>Arrêter la tâche sans rien enregistrer</translation>
    </message>
    <message>
      <source>Take off the list</source>
      <translation>Retirer de la liste</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Relancer</translation>
    </message>
  </context>
  <context>
    <name>JobDetailsDialog</name>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Copié</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Copier les détails</translation>
    </message>
    <message>
      <source>Copy what is shown here, for somebody who can help</source>
      <translation>Copier ce qui est montré ici, pour quelqu’un qui peut aider</translation>
    </message>
    <message>
      <source>Details of a job</source>
      <translation>Détails d’une tâche</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Progression</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>Ce qui s’est passé</translation>
    </message>
  </context>
  <context>
    <name>Leaving</name>
    <message>
      <source>Stay open</source>
      <translation>Rester ouvert</translation>
    </message>
    <message>
      <source>The window closes when the scripts are done.</source>
      <translation>La fenêtre se fermera quand les textes seront traités.</translation>
    </message>
  </context>
  <context>
    <name>Library</name>
    <message>
      <source>%n act</source>
      <translation>%n acte</translation>
    </message>
    <message>
      <source>%n acts</source>
      <translation>%n actes</translation>
    </message>
    <message>
      <source>%n character</source>
      <translation>%n personnage</translation>
    </message>
    <message>
      <source>%n characters</source>
      <translation>%n personnages</translation>
    </message>
    <message>
      <source>%n line</source>
      <translation>%n ligne</translation>
    </message>
    <message>
      <source>%n lines</source>
      <translation>%n lignes</translation>
    </message>
    <message>
      <source>%n scene</source>
      <translation>%n scène</translation>
    </message>
    <message>
      <source>%n scenes</source>
      <translation>%n scènes</translation>
    </message>
  </context>
  <context>
    <name>LibraryPanel</name>
    <message>
      <source>%n play</source>
      <translation>%n pièce</translation>
    </message>
    <message>
      <source>%n plays</source>
      <translation>%n pièces</translation>
    </message>
    <message>
      <source>%n selected</source>
      <translation>Pièces sélectionnées : %n</translation>
    </message>
    <message>
      <source>By author</source>
      <translation>Par auteur</translation>
    </message>
    <message>
      <source>By title</source>
      <translation>Par titre</translation>
    </message>
    <message>
      <source>By year</source>
      <translation>Par année</translation>
    </message>
    <message>
      <source>Correct title, author and year</source>
      <translation>Corriger le titre, l’auteur et l’année</translation>
    </message>
    <message>
      <source>Correct…</source>
      <translation>Corriger…</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Supprimer</translation>
    </message>
    <message>
      <source>Delete %n plays from the library?</source>
      <translation>Supprimer %n pièces de la bibliothèque ?</translation>
    </message>
    <message>
      <source>Delete “%1” from the library?</source>
      <translation>Supprimer « %1 » de la bibliothèque ?</translation>
    </message>
    <message>
      <source>Delete…</source>
      <translation>Supprimer…</translation>
    </message>
    <message>
      <source>Drop a script on the queue. When it is parsed, the play stands here.</source>
      <translation>Déposez un texte dans la file. Une fois analysé, la pièce apparaît ici.</translation>
    </message>
    <message>
      <source>Export play</source>
      <translation>Exporter la pièce</translation>
    </message>
    <message>
      <source>Exported to %1</source>
      <translation>Exportée vers %1</translation>
    </message>
    <message>
      <source>Exporting “%1”…</source>
      <translation>Export de « %1 »…</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exporter…</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Garder</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>Bibliothèque</translation>
    </message>
    <message>
      <source>Longest first</source>
      <translation>Les plus longues</translation>
    </message>
    <message>
      <source>Newest first</source>
      <translation>Les plus récentes</translation>
    </message>
    <message>
      <source>No play matches</source>
      <translation>Aucune pièce ne correspond</translation>
    </message>
    <message>
      <source>No plays yet</source>
      <translation>Pas encore de pièces</translation>
    </message>
    <message>
      <source>Order of the plays</source>
      <translation>Ordre des pièces</translation>
    </message>
    <message>
      <source>Play as JSON (*.json)</source>
      <translation>Pièce au format JSON (*.json)</translation>
    </message>
    <message>
      <source>Read</source>
      <translation>Lire</translation>
    </message>
    <message>
      <source>Save the play as a JSON file</source>
      <translation>Enregistrer la pièce dans un fichier JSON</translation>
    </message>
    <message>
      <source>Search plays, characters and text</source>
      <translation>Pièces, personnages, texte</translation>
    </message>
    <message>
      <source>Search the library</source>
      <translation>Chercher dans la bibliothèque</translation>
    </message>
    <message>
      <source>Show all</source>
      <translation>Tout afficher</translation>
    </message>
    <message>
      <source>This cannot be undone, and corrections are lost. The script is kept: “Import again” in the history parses it anew.</source>
      <translation>C’est sans retour, et les corrections sont perdues. Le texte est conservé : « Importer de nouveau » dans l’historique l’analyse encore.</translation>
    </message>
    <message>
      <source>Try other words.</source>
      <translation>Essayez d’autres mots.</translation>
    </message>
  </context>
  <context>
    <name>LogDialog</name>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Copié</translation>
    </message>
    <message>
      <source>Copy for support</source>
      <translation>Copier pour l’assistance</translation>
    </message>
    <message>
      <source>Entries of the log</source>
      <translation>Entrées du journal</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Erreurs seulement</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>Tout</translation>
    </message>
    <message>
      <source>How grave</source>
      <translation>Gravité</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Journal</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ouvrir le dossier</translation>
    </message>
    <message>
      <source>Read again</source>
      <translation>Relire</translation>
    </message>
    <message>
      <source>Search the log</source>
      <translation>Chercher dans le journal</translation>
    </message>
    <message>
      <source>The log tells what the program did. It never holds anything of your scripts.</source>
      <translation>Le journal dit ce que le programme a fait. Il ne contient jamais rien de vos textes.</translation>
    </message>
    <message>
      <source>Warnings and errors</source>
      <translation>Avertissements et erreurs</translation>
    </message>
    <message>
      <source>What happens</source>
      <translation>Ce qui se passe</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Choose a folder with scripts</source>
      <translation>Choisir un dossier de textes</translation>
    </message>
    <message>
      <source>Choose scripts to import</source>
      <translation>Choisir les textes à importer</translation>
    </message>
    <message>
      <source>Drop to import %n items</source>
      <translation>Lâchez pour importer %n éléments</translation>
    </message>
    <message>
      <source>Drop to import “%1”</source>
      <translation>Lâchez pour importer « %1 »</translation>
    </message>
    <message>
      <source>Finishing… your scripts stay in the queue</source>
      <translation>On termine… vos textes restent dans la file</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Historique</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>Bibliothèque</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>File d’attente</translation>
    </message>
    <message>
      <source>There are neither files nor a script on the clipboard.</source>
      <translation>Le presse-papiers ne contient ni fichier ni texte de théâtre.</translation>
    </message>
  </context>
  <context>
    <name>Metrics</name>
    <message>
      <source>%1 %</source>
      <translation>%1 %</translation>
    </message>
    <message>
      <source>%n jobs are paused by you.</source>
      <translation>%n tâches sont en pause à votre demande.</translation>
    </message>
    <message>
      <source>95 of 100 within</source>
      <translation>95 sur 100 en moins de</translation>
    </message>
    <message>
      <source>A script has waited for %1. More workers, set in the settings, shorten the queue.</source>
      <translation>Un texte attend depuis %1. Davantage de processus, à régler dans les préférences, raccourcissent la file.</translation>
    </message>
    <message>
      <source>Alive now, in all running programs</source>
      <translation>Vivants en ce moment, tous programmes confondus</translation>
    </message>
    <message>
      <source>Busy</source>
      <translation>Occupés</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Annulés</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Échecs</translation>
    </message>
    <message>
      <source>Finished</source>
      <translation>Terminés</translation>
    </message>
    <message>
      <source>Finished among finished and failed; aim: over 99 %</source>
      <translation>Terminés parmi terminés et échoués ; but : plus de 99 %</translation>
    </message>
    <message>
      <source>Health: %1</source>
      <translation>État : %1</translation>
    </message>
    <message>
      <source>Healthy</source>
      <translation>Tout va bien</translation>
    </message>
    <message>
      <source>How long the first of them has waited; healthy under 5 minutes</source>
      <translation>Depuis combien de temps le premier attend ; bon au-dessous de 5 minutes</translation>
    </message>
    <message>
      <source>Longest wait</source>
      <translation>Plus longue attente</translation>
    </message>
    <message>
      <source>Mean time</source>
      <translation>Temps moyen</translation>
    </message>
    <message>
      <source>Needed an automatic retry; aim: under 5 %</source>
      <translation>Ont demandé un nouvel essai automatique ; but : moins de 5 %</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>À surveiller</translation>
    </message>
    <message>
      <source>Now</source>
      <translation>Maintenant</translation>
    </message>
    <message>
      <source>Of the mean time</source>
      <translation>Dont</translation>
    </message>
    <message>
      <source>One job is paused by you.</source>
      <translation>Une tâche est en pause à votre demande.</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Bilan</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>En pause</translation>
    </message>
    <message>
      <source>Paused by you</source>
      <translation>En pause à votre demande</translation>
    </message>
    <message>
      <source>PlayBuddy metrics, %1</source>
      <translation>Mesures de PlayBuddy, %1</translation>
    </message>
    <message>
      <source>Reading the file, parsing the text, saving the play</source>
      <translation>Lire le fichier, analyser le texte, enregistrer la pièce</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>En cours</translation>
    </message>
    <message>
      <source>Scripts that are parsed now</source>
      <translation>Textes en cours d’analyse</translation>
    </message>
    <message>
      <source>Scripts that became plays</source>
      <translation>Textes devenus des pièces</translation>
    </message>
    <message>
      <source>Scripts that could not be parsed</source>
      <translation>Textes qui n’ont pu être analysés</translation>
    </message>
    <message>
      <source>Scripts that wait for a worker</source>
      <translation>Textes qui attendent un processus</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Vitesse</translation>
    </message>
    <message>
      <source>Stopped by you</source>
      <translation>Arrêtés par vous</translation>
    </message>
    <message>
      <source>Success rate</source>
      <translation>Taux de réussite</translation>
    </message>
    <message>
      <source>The disk is nearly full. Free some space: without it, no script can be imported.</source>
      <translation>Le disque est presque plein. Libérez de la place : sans elle, aucun texte ne peut être importé.</translation>
    </message>
    <message>
      <source>The library has had no backup for long. Leave PlayBuddy open for some minutes.</source>
      <translation>La bibliothèque n’a pas été sauvegardée depuis longtemps. Laissez PlayBuddy ouvert quelques minutes.</translation>
    </message>
    <message>
      <source>The queue does its work; nothing waits too long.</source>
      <translation>La file avance ; rien n’attend trop longtemps.</translation>
    </message>
    <message>
      <source>The slowest 5 % take longer</source>
      <translation>Les 5 % les plus lents durent davantage</translation>
    </message>
    <message>
      <source>There is work to do, but no worker is running. Restart PlayBuddy to start them.</source>
      <translation>Il y a du travail, mais aucun processus ne tourne. Redémarrez PlayBuddy pour les relancer.</translation>
    </message>
    <message>
      <source>Time of work per script, over the last 100 finished</source>
      <translation>Temps de travail par texte, sur les 100 derniers terminés</translation>
    </message>
    <message>
      <source>Tried again</source>
      <translation>Réessayés</translation>
    </message>
    <message>
      <source>Trying again</source>
      <translation>Nouvel essai</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>En attente</translation>
    </message>
    <message>
      <source>Waiting for another try</source>
      <translation>Attendent un nouvel essai</translation>
    </message>
    <message>
      <source>Waiting for you</source>
      <translation>Vous attendent</translation>
    </message>
    <message>
      <source>Workers</source>
      <translation>Processus</translation>
    </message>
    <message>
      <source>Workers that hold a script</source>
      <translation>Processus qui traitent un texte</translation>
    </message>
    <message>
      <source>“%1” has made no progress for %2. Start it again to recover it.</source>
      <translation>« %1 » n’avance plus depuis %2. Relancez-le pour le récupérer.</translation>
    </message>
  </context>
  <context>
    <name>MetricsDialog</name>
    <message>
      <source>%1: %n waited</source>
      <translation>%1 : %n en attente</translation>
    </message>
    <message>
      <source>%1: one waited</source>
      <translation>%1 : un en attente</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Copy as text</source>
      <translation>Copier en texte</translation>
    </message>
    <message>
      <source>Finished and failed per hour, last 24 hours</source>
      <translation>Terminés et échoués par heure, 24 dernières heures</translation>
    </message>
    <message>
      <source>From %1: %2 finished, %3 failed</source>
      <translation>À partir de %1 : %2 terminés, %3 échoués</translation>
    </message>
    <message>
      <source>Measured at %1</source>
      <translation>Mesuré à %1</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <translation>Mesure…</translation>
    </message>
    <message>
      <source>Metrics and health</source>
      <translation>Mesures et état</translation>
    </message>
    <message>
      <source>No script waited in the last 24 hours</source>
      <translation>Aucun texte n’a attendu ces dernières 24 heures</translation>
    </message>
    <message>
      <source>No script was finished or failed in the last 24 hours</source>
      <translation>Aucun texte terminé ni échoué ces dernières 24 heures</translation>
    </message>
    <message>
      <source>No script was finished yet</source>
      <translation>Aucun texte n’est encore terminé</translation>
    </message>
    <message>
      <source>Processing time of the last 100 finished</source>
      <translation>Durée des 100 derniers terminés</translation>
    </message>
    <message>
      <source>Processing time of the last finished scripts</source>
      <translation>Durée de traitement des derniers textes terminés</translation>
    </message>
    <message>
      <source>Recover</source>
      <translation>Récupérer</translation>
    </message>
    <message>
      <source>Resume all</source>
      <translation>Tout reprendre</translation>
    </message>
    <message>
      <source>Scripts per hour</source>
      <translation>Textes par heure</translation>
    </message>
    <message>
      <source>Waiting scripts</source>
      <translation>Textes en attente</translation>
    </message>
    <message>
      <source>Waiting scripts, last 24 hours</source>
      <translation>Textes en attente, 24 dernières heures</translation>
    </message>
    <message>
      <source>mean %1</source>
      <translation>moyenne %1</translation>
    </message>
    <message>
      <source>p95 %1</source>
      <translation>p95 %1</translation>
    </message>
  </context>
  <context>
    <name>OutlineTree</name>
    <message>
      <source>%n line to check</source>
      <translation>%n ligne à vérifier</translation>
    </message>
    <message>
      <source>%n lines to check</source>
      <translation>%n lignes à vérifier</translation>
    </message>
    <message>
      <source>Acts and scenes</source>
      <translation>Actes et scènes</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <source>Speeches</source>
      <translation>Répliques</translation>
    </message>
  </context>
  <context>
    <name>PeriodBox</name>
    <message>
      <source>Any time</source>
      <translation>Toute période</translation>
    </message>
    <message>
      <source>From this day</source>
      <translation>À partir de ce jour</translation>
    </message>
    <message>
      <source>From … to …</source>
      <translation>Du … au …</translation>
    </message>
    <message>
      <source>Last 30 days</source>
      <translation>30 derniers jours</translation>
    </message>
    <message>
      <source>Last 365 days</source>
      <translation>365 derniers jours</translation>
    </message>
    <message>
      <source>Last 7 days</source>
      <translation>7 derniers jours</translation>
    </message>
    <message>
      <source>Next month</source>
      <translation>Mois suivant</translation>
    </message>
    <message>
      <source>Previous month</source>
      <translation>Mois précédent</translation>
    </message>
    <message>
      <source>To this day, included</source>
      <translation>Jusqu’à ce jour inclus</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Aujourd’hui</translation>
    </message>
    <message>
      <source>When it was added</source>
      <translation>Date d’ajout</translation>
    </message>
  </context>
  <context>
    <name>PlayList</name>
    <message>
      <source>Plays</source>
      <translation>Pièces</translation>
    </message>
  </context>
  <context>
    <name>Preferences</name>
    <message>
      <source>Some of the settings take effect at the next start.</source>
      <translation>Certains réglages prendront effet au prochain démarrage.</translation>
    </message>
  </context>
  <context>
    <name>PresenceChart</name>
    <message>
      <source>%1 speaks in %n scenes</source>
      <translation>%1 parle dans %n scènes</translation>
    </message>
    <message>
      <source>%1 speaks in one scene</source>
      <translation>%1 parle dans une scène</translation>
    </message>
    <message>
      <source>%n speech</source>
      <translation>%n réplique</translation>
    </message>
    <message>
      <source>%n speeches</source>
      <translation>%n répliques</translation>
    </message>
    <message>
      <source>Who speaks in which scene</source>
      <translation>Qui parle dans quelle scène</translation>
    </message>
  </context>
  <context>
    <name>QueuePanel</name>
    <message>
      <source>Add scripts…</source>
      <translation>Ajouter des textes…</translation>
    </message>
    <message>
      <source>Begin the scripts that wait</source>
      <translation>Commencer les textes qui attendent</translation>
    </message>
    <message>
      <source>Clear ended</source>
      <translation>Nettoyer</translation>
    </message>
    <message>
      <source>Drop more files or folders anywhere in this window.</source>
      <translation>Déposez d’autres fichiers ou dossiers n’importe où dans cette fenêtre.</translation>
    </message>
    <message>
      <source>Finish what runs now and begin nothing else, until you say so</source>
      <translation>Finir ce qui est en cours et ne rien commencer d’autre avant votre signal</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Continuer</translation>
    </message>
    <message>
      <source>Import the scripts again that failed</source>
      <translation>Importer de nouveau les textes qui ont échoué</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Plus</translation>
    </message>
    <message>
      <source>Nothing to do</source>
      <translation>Rien à faire</translation>
    </message>
    <message>
      <source>Pause all</source>
      <translation>Tout suspendre</translation>
    </message>
    <message>
      <source>Progress of the whole queue</source>
      <translation>Progression de toute la file</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>File d’attente</translation>
    </message>
    <message>
      <source>Resume all</source>
      <translation>Tout reprendre</translation>
    </message>
    <message>
      <source>Stop after this</source>
      <translation>Arrêter ensuite</translation>
    </message>
    <message>
      <source>Stopped: no other script is begun.</source>
      <translation>À l’arrêt : aucun autre texte n’est commencé.</translation>
    </message>
    <message>
      <source>Take what has ended off this list; it stays in the history</source>
      <translation>Ôter de cette liste ce qui est fini ; l’historique le garde</translation>
    </message>
    <message>
      <source>Try failed again</source>
      <translation>Réessayer les échecs</translation>
    </message>
    <message>
      <source>Try failed again (%n)</source>
      <translation>Relancer (%n)</translation>
    </message>
  </context>
  <context>
    <name>QueueView</name>
    <message>
      <source>Queue of scripts</source>
      <translation>File des textes</translation>
    </message>
  </context>
  <context>
    <name>QuitDialog</name>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Close PlayBuddy?</source>
      <translation>Fermer PlayBuddy ?</translation>
    </message>
    <message>
      <source>Do the same from now on; the settings can change it</source>
      <translation>Toujours faire ainsi ; modifiable dans les préférences</translation>
    </message>
    <message>
      <source>Finish first</source>
      <translation>Finir d’abord</translation>
    </message>
    <message>
      <source>Finish them first, or pause them: what is done is kept, and the next start goes on there.</source>
      <translation>Finissez-les d’abord, ou mettez-les en pause : ce qui est fait est gardé, et le prochain démarrage reprend là.</translation>
    </message>
    <message>
      <source>Pause and quit</source>
      <translation>Suspendre et quitter</translation>
    </message>
    <message>
      <source>Scripts are still being parsed</source>
      <translation>Des textes sont encore en cours d’analyse</translation>
    </message>
  </context>
  <context>
    <name>Reader</name>
    <message>
      <source>%1 (continued)</source>
      <translation>%1 (suite)</translation>
    </message>
    <message>
      <source>&amp;Find…</source>
      <translation>&amp;Rechercher…</translation>
    </message>
    <message>
      <source>&amp;Larger text</source>
      <translation>Texte plus &amp;grand</translation>
    </message>
    <message>
      <source>&amp;Next scene</source>
      <translation>Scène &amp;suivante</translation>
    </message>
    <message>
      <source>&amp;Previous scene</source>
      <translation>Scène &amp;précédente</translation>
    </message>
    <message>
      <source>&amp;Smaller text</source>
      <translation>Texte plus pe&amp;tit</translation>
    </message>
    <message>
      <source>Act %1</source>
      <translation>Acte %1</translation>
    </message>
    <message>
      <source>After the play</source>
      <translation>Après la pièce</translation>
    </message>
    <message>
      <source>Before the play</source>
      <translation>Avant la pièce</translation>
    </message>
    <message>
      <source>Cha&amp;racters in figures</source>
      <translation>Person&amp;nages en chiffres</translation>
    </message>
    <message>
      <source>Go on: %1</source>
      <translation>Continuer : %1</translation>
    </message>
    <message>
      <source>N&amp;ormal text</source>
      <translation>Texte n&amp;ormal</translation>
    </message>
    <message>
      <source>Next f&amp;ind</source>
      <translation>Résultat s&amp;uivant</translation>
    </message>
    <message>
      <source>Next line to &amp;check</source>
      <translation>Ligne suivante à &amp;vérifier</translation>
    </message>
    <message>
      <source>Nobody of your choice has a line here.</source>
      <translation>Aucun des personnages choisis ne parle ici.</translation>
    </message>
    <message>
      <source>Not placed</source>
      <translation>Non placé</translation>
    </message>
    <message>
      <source>Please check this line: PlayBuddy is %1 % sure of it.</source>
      <translation>Vérifiez cette ligne : PlayBuddy en est sûr à %1 %.</translation>
    </message>
    <message>
      <source>Previous fin&amp;d</source>
      <translation>Résultat pré&amp;cédent</translation>
    </message>
    <message>
      <source>Scene %1</source>
      <translation>Scène %1</translation>
    </message>
    <message>
      <source>The play</source>
      <translation>La pièce</translation>
    </message>
    <message>
      <source>Unknown speaker</source>
      <translation>Locuteur inconnu</translation>
    </message>
  </context>
  <context>
    <name>ReaderHead</name>
    <message>
      <source>%n line to check (F8)</source>
      <translation>%n ligne à vérifier (F8)</translation>
    </message>
    <message>
      <source>%n lines to check (F8)</source>
      <translation>%n lignes à vérifier (F8)</translation>
    </message>
    <message>
      <source>Characters in figures (Ctrl+I)</source>
      <translation>Les personnages en chiffres (Ctrl+I)</translation>
    </message>
    <message>
      <source>Find in the play (Ctrl+F)</source>
      <translation>Chercher dans la pièce (Ctrl+F)</translation>
    </message>
    <message>
      <source>Larger text (Ctrl++)</source>
      <translation>Texte plus grand (Ctrl++)</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>Bibliothèque</translation>
    </message>
    <message>
      <source>Next scene (Ctrl+PgDown)</source>
      <translation>Scène suivante (Ctrl+Pg suiv)</translation>
    </message>
    <message>
      <source>Previous scene (Ctrl+PgUp)</source>
      <translation>Scène précédente (Ctrl+Pg préc)</translation>
    </message>
    <message>
      <source>Show contents and cast</source>
      <translation>Afficher le plan et la distribution</translation>
    </message>
    <message>
      <source>Smaller text (Ctrl+−)</source>
      <translation>Texte plus petit (Ctrl+−)</translation>
    </message>
  </context>
  <context>
    <name>ReaderPanel</name>
    <message>
      <source>Contents and cast</source>
      <translation>Sommaire et distribution</translation>
    </message>
    <message>
      <source>Contents and text</source>
      <translation>Sommaire et texte</translation>
    </message>
    <message>
      <source>The script is kept: “Import again” in the history parses it anew.</source>
      <translation>Le texte est conservé : « Importer de nouveau » dans l’historique l’analyse encore.</translation>
    </message>
    <message>
      <source>“%1” was deleted from the library.</source>
      <translation>« %1 » a été supprimée de la bibliothèque.</translation>
    </message>
  </context>
  <context>
    <name>RemedyDialog</name>
    <message>
      <source>Cause and cure</source>
      <translation>Cause et remède</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Error code: %1</source>
      <translation>Code d’erreur : %1</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Que faire</translation>
    </message>
  </context>
  <context>
    <name>RemovalBar</name>
    <message>
      <source>%n entries removed.</source>
      <translation>%n entrées retirées.</translation>
    </message>
    <message>
      <source>%n entry removed.</source>
      <translation>%n entrée retirée.</translation>
    </message>
    <message>
      <source>The plays stay in the library.</source>
      <translation>Les pièces restent dans la bibliothèque.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
  </context>
  <context>
    <name>ReviewBar</name>
    <message>
      <source>Close (Esc)</source>
      <translation>Fermer (Échap)</translation>
    </message>
    <message>
      <source>Correct</source>
      <translation>Corriger</translation>
    </message>
    <message>
      <source>Line %1 of %2 to check</source>
      <translation>Ligne à vérifier : %1 sur %2</translation>
    </message>
    <message>
      <source>Next line to check (F8)</source>
      <translation>Ligne suivante à vérifier (F8)</translation>
    </message>
    <message>
      <source>Nothing is left to check</source>
      <translation>Il n’y a plus rien à vérifier</translation>
    </message>
    <message>
      <source>PlayBuddy is %1 % sure of it.</source>
      <translation>PlayBuddy en est sûr à %1 %.</translation>
    </message>
    <message>
      <source>PlayBuddy is sure of all lines, or you have looked at them.</source>
      <translation>PlayBuddy est sûr de toutes les lignes, ou vous les avez vues.</translation>
    </message>
    <message>
      <source>Previous line to check</source>
      <translation>Ligne précédente à vérifier</translation>
    </message>
    <message>
      <source>Stage direction</source>
      <translation>Didascalie</translation>
    </message>
    <message>
      <source>That is right</source>
      <translation>C’est juste</translation>
    </message>
    <message>
      <source>Unknown speaker</source>
      <translation>Personnage inconnu</translation>
    </message>
    <message>
      <source>What this line is</source>
      <translation>Ce qu’est cette ligne</translation>
    </message>
  </context>
  <context>
    <name>SettingsDialog</name>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Folder of the library</source>
      <translation>Dossier de la bibliothèque</translation>
    </message>
    <message>
      <source>Groups of settings</source>
      <translation>Groupes de réglages</translation>
    </message>
    <message>
      <source>It is set by the variable %1 of the environment.</source>
      <translation>Fixé par la variable d’environnement %1.</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ouvrir le dossier</translation>
    </message>
    <message>
      <source>Reset all</source>
      <translation>Tout rétablir</translation>
    </message>
    <message>
      <source>Reset “%1”</source>
      <translation>Rétablir « %1 »</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Préférences</translation>
    </message>
    <message>
      <source>Some of the changes take effect at the next start.</source>
      <translation>Certains changements prendront effet au prochain démarrage.</translation>
    </message>
    <message>
      <source>Takes effect at the next start.</source>
      <translation>Prend effet au prochain démarrage.</translation>
    </message>
  </context>
  <context>
    <name>SnoozeDialog</name>
    <message>
      <source>Begin no sooner than</source>
      <translation>Ne pas commencer avant</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Not before</source>
      <translation>Pas avant</translation>
    </message>
    <message>
      <source>Put off</source>
      <translation>Différer</translation>
    </message>
  </context>
  <context>
    <name>SnoozeMenu</name>
    <message>
      <source>Choose a time…</source>
      <translation>Choisir une heure…</translation>
    </message>
    <message>
      <source>Not before</source>
      <translation>Pas avant</translation>
    </message>
  </context>
  <context>
    <name>TextFinds</name>
    <message>
      <source>%1, the first of many</source>
      <translation>%1, les premières d’un grand nombre</translation>
    </message>
    <message>
      <source>%n line</source>
      <translation>%n ligne</translation>
    </message>
    <message>
      <source>%n lines</source>
      <translation>%n lignes</translation>
    </message>
    <message>
      <source>In the text: %n line</source>
      <translation>Dans le texte : %n ligne</translation>
    </message>
    <message>
      <source>In the text: %n lines</source>
      <translation>Dans le texte : %n lignes</translation>
    </message>
    <message>
      <source>Lines in which the words occur</source>
      <translation>Lignes où les mots apparaissent</translation>
    </message>
    <message>
      <source>the first %1</source>
      <translation>les premières : %1</translation>
    </message>
  </context>
  <context>
    <name>TextView</name>
    <message>
      <source>Text of the play</source>
      <translation>Texte de la pièce</translation>
    </message>
  </context>
  <context>
    <name>Timeline</name>
    <message>
      <source>What happened to this job</source>
      <translation>Ce qui est arrivé à cette tâche</translation>
    </message>
  </context>
  <context>
    <name>Tray</name>
    <message>
      <source>&amp;Open PlayBuddy</source>
      <translation>&amp;Ouvrir PlayBuddy</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Quitter</translation>
    </message>
    <message>
      <source>Nothing to do</source>
      <translation>Rien à faire</translation>
    </message>
    <message>
      <source>Pause &amp;all</source>
      <translation>&amp;Tout suspendre</translation>
    </message>
    <message>
      <source>Resume a&amp;ll</source>
      <translation>Tout &amp;reprendre</translation>
    </message>
  </context>
  <context>
    <name>WorkerControls</name>
    <message>
      <source>&amp;Workers</source>
      <translation>&amp;Processus</translation>
    </message>
    <message>
      <source>How many scripts are parsed at the same time, until PlayBuddy is closed</source>
      <translation>Nombre de textes analysés en même temps, jusqu’à la fermeture de PlayBuddy</translation>
    </message>
    <message>
      <source>Pause all</source>
      <translation>Tout suspendre</translation>
    </message>
    <message>
      <source>Resume all</source>
      <translation>Tout reprendre</translation>
    </message>
    <message>
      <source>Workers of this window</source>
      <translation>Processus de cette fenêtre</translation>
    </message>
  </context>
  <context>
    <name>app</name>
    <message>
      <source>PlayBuddy cannot open its library</source>
      <translation>PlayBuddy ne peut pas ouvrir sa bibliothèque</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Quitter</translation>
    </message>
  </context>
  <context>
    <name>details</name>
    <message>
      <source>Acts</source>
      <translation>Actes</translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Ajouté</translation>
    </message>
    <message>
      <source>Characters</source>
      <translation>Personnages</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>Fin</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <source>Retries</source>
      <translation>Nouveaux essais</translation>
    </message>
    <message>
      <source>Scenes</source>
      <translation>Scènes</translation>
    </message>
    <message>
      <source>Time of work</source>
      <translation>Temps de travail</translation>
    </message>
  </context>
  <context>
    <name>errors</name>
    <message>
      <source>%1 but unknown binary data</source>
      <translation>%1 mais des données binaires inconnues</translation>
    </message>
    <message>
      <source>%1 cannot be written: %2.</source>
      <translation>Impossible d’écrire %1 : %2.</translation>
    </message>
    <message>
      <source>%1 jobs are</source>
      <translation>%1 textes sont</translation>
    </message>
    <message>
      <source>%1 minutes</source>
      <translation>%1 minutes</translation>
    </message>
    <message>
      <source>%1 paused by you.</source>
      <translation>%1 en pause à votre demande.</translation>
    </message>
    <message>
      <source>%1 times</source>
      <translation>%1 fois</translation>
    </message>
    <message>
      <source>A %1 job cannot be cancelled.</source>
      <translation>Une tâche %1 ne peut pas être annulée.</translation>
    </message>
    <message>
      <source>A %1 job cannot be moved in the queue.</source>
      <translation>Une tâche %1 ne peut pas être déplacée dans la file.</translation>
    </message>
    <message>
      <source>A %1 job cannot be paused.</source>
      <translation>Une tâche %1 ne peut pas être mise en pause.</translation>
    </message>
    <message>
      <source>A %1 job cannot be put off.</source>
      <translation>Une tâche %1 ne peut pas être différée.</translation>
    </message>
    <message>
      <source>A %1 job cannot be recovered: only a running one can.</source>
      <translation>Une tâche %1 ne peut pas être récupérée : seule une tâche en cours le peut.</translation>
    </message>
    <message>
      <source>A %1 job cannot be removed: cancel it first.</source>
      <translation>Une tâche %1 ne peut pas être retirée : annulez-la d’abord.</translation>
    </message>
    <message>
      <source>A %1 job cannot be restarted: cancel it first.</source>
      <translation>Une tâche %1 ne peut pas être relancée : annulez-la d’abord.</translation>
    </message>
    <message>
      <source>A %1 job cannot be resumed: only a paused one can.</source>
      <translation>Une tâche %1 ne peut pas reprendre : seule une tâche en pause le peut.</translation>
    </message>
    <message>
      <source>A %1 job cannot become %2.</source>
      <translation>Une tâche %1 ne peut pas passer à l’état « %2 ».</translation>
    </message>
    <message>
      <source>A job has waited for %1 for a worker.</source>
      <translation>Un texte attend un processus depuis %1.</translation>
    </message>
    <message>
      <source>A library of the system is missing that PlayBuddy needs.</source>
      <translation>Il manque une bibliothèque du système dont PlayBuddy a besoin.</translation>
    </message>
    <message>
      <source>A part of the file unpacks to more than %1 MB.</source>
      <translation>Décompressée, une partie du fichier dépasse %1 Mo.</translation>
    </message>
    <message>
      <source>A part of the file unpacks to too much.</source>
      <translation>Une partie du fichier se décompresse à une taille excessive.</translation>
    </message>
    <message>
      <source>A single text in the file is too long.</source>
      <translation>Un seul texte du fichier est trop long.</translation>
    </message>
    <message>
      <source>Another program keeps the database locked.</source>
      <translation>Un autre programme verrouille la base de données.</translation>
    </message>
    <message>
      <source>Broken pipe</source>
      <translation>la liaison est rompue</translation>
    </message>
    <message>
      <source>Check that the file is a script with the speakers' names before their lines.</source>
      <translation>Vérifiez que le fichier est un texte de théâtre, avec les noms des personnages devant leurs répliques.</translation>
    </message>
    <message>
      <source>Check that the file still exists and that you may read it, then import it again.</source>
      <translation>Vérifiez que le fichier existe toujours et que vous pouvez le lire, puis importez-le de nouveau.</translation>
    </message>
    <message>
      <source>Check that the file was saved or downloaded completely, then import it again.</source>
      <translation>Vérifiez que le fichier a été enregistré ou téléchargé en entier, puis importez-le de nouveau.</translation>
    </message>
    <message>
      <source>Check that the folder exists and that you may write to it, or choose another with --data-dir.</source>
      <translation>Vérifiez que le dossier existe et que vous pouvez y écrire, ou choisissez-en un autre avec --data-dir.</translation>
    </message>
    <message>
      <source>Check that the folder exists and that you may write to it, or choose another.</source>
      <translation>Vérifiez que le dossier existe et que vous pouvez y écrire, ou choisissez-en un autre.</translation>
    </message>
    <message>
      <source>Check that the server runs and that the database's URL in the settings is right.</source>
      <translation>Vérifiez que le serveur tourne et que l’adresse de la base de données est juste dans les préférences.</translation>
    </message>
    <message>
      <source>Choose “Read with OCR” in the window, or run playbuddy import --ocr FILE; the setting ocr = "always" does so with all scans. It needs the free program tesseract with the script's language, or: pip install 'playbuddy-desktop[ocr]'.</source>
      <translation>Choisissez « Lire par OCR » dans la fenêtre, ou lancez playbuddy import --ocr FICHIER ; le réglage ocr = "always" le fait pour toutes les numérisations. Il y faut le programme libre tesseract avec la langue du texte, ou : pip install 'playbuddy-desktop[ocr]'.</translation>
    </message>
    <message>
      <source>Chunk %1 was finished before chunk %2.</source>
      <translation>La partie %1 a été terminée avant la partie %2.</translation>
    </message>
    <message>
      <source>Close PlayBuddy and restore the newest file of the backups folder.</source>
      <translation>Fermez PlayBuddy et restaurez le fichier le plus récent du dossier des sauvegardes.</translation>
    </message>
    <message>
      <source>Close other programs that use the database and try again.</source>
      <translation>Fermez les autres programmes qui utilisent la base de données et réessayez.</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>la connexion est refusée</translation>
    </message>
    <message>
      <source>Device or resource busy</source>
      <translation>le périphérique est occupé</translation>
    </message>
    <message>
      <source>Disk quota exceeded</source>
      <translation>le quota du disque est dépassé</translation>
    </message>
    <message>
      <source>Figures and health of the queue</source>
      <translation>Chiffres et santé de la file d’attente</translation>
    </message>
    <message>
      <source>File exists</source>
      <translation>le fichier existe déjà</translation>
    </message>
    <message>
      <source>File name too long</source>
      <translation>le nom du fichier est trop long</translation>
    </message>
    <message>
      <source>Files of the format %1 cannot be read. %2</source>
      <translation>Les fichiers au format %1 ne peuvent pas être lus. %2</translation>
    </message>
    <message>
      <source>Free some memory and try again; or recognise the text with another program and import its result.</source>
      <translation>Libérez de la mémoire et réessayez ; ou reconnaissez le texte avec un autre programme et importez son résultat.</translation>
    </message>
    <message>
      <source>Free some space on the disk, then try again.</source>
      <translation>Libérez de la place sur le disque, puis réessayez.</translation>
    </message>
    <message>
      <source>Import the original file again.</source>
      <translation>Importez de nouveau le fichier d’origine.</translation>
    </message>
    <message>
      <source>Import the script alone. If it happens again, report the problem with the log file.</source>
      <translation>Importez ce texte seul. Si cela se reproduit, signalez le problème en joignant le journal.</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>erreur d’entrée-sortie</translation>
    </message>
    <message>
      <source>Install it with: pip install 'playbuddy-desktop[postgresql]'.</source>
      <translation>Installez-le avec : pip install 'playbuddy-desktop[postgresql]'.</translation>
    </message>
    <message>
      <source>Install tesseract with the language of the script (on Debian and Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-fra), or PlayBuddy's extra for it: pip install 'playbuddy-desktop[ocr]'.</source>
      <translation>Installez tesseract avec la langue du texte (sous Debian et Ubuntu : sudo apt install tesseract-ocr tesseract-ocr-fra), ou le complément de PlayBuddy : pip install 'playbuddy-desktop[ocr]'.</translation>
    </message>
    <message>
      <source>Install the newest version of PlayBuddy, or restore a backup from the backups folder.</source>
      <translation>Installez la dernière version de PlayBuddy, ou restaurez une sauvegarde du dossier des sauvegardes.</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>c’est un dossier</translation>
    </message>
    <message>
      <source>It was tried %1. The last error: %2</source>
      <translation>Essayé %1. Dernière erreur : %2</translation>
    </message>
    <message>
      <source>Keep the backups folder and report the problem with the log file.</source>
      <translation>Gardez le dossier des sauvegardes et signalez le problème avec le journal.</translation>
    </message>
    <message>
      <source>Leave pictures out or split it; or raise max_file_bytes (PDF: max_pdf_bytes) in the settings.</source>
      <translation>Retirez les images ou divisez-le ; ou relevez max_file_bytes (PDF : max_pdf_bytes) dans les réglages.</translation>
    </message>
    <message>
      <source>Leave pictures out or split it; or raise max_unpacked_bytes in the settings if you trust it.</source>
      <translation>Retirez les images ou divisez-le ; ou relevez max_unpacked_bytes dans les réglages si vous vous y fiez.</translation>
    </message>
    <message>
      <source>List the jobs to see their ids.</source>
      <translation>Listez les tâches pour voir leurs identifiants.</translation>
    </message>
    <message>
      <source>List the plays to see their ids.</source>
      <translation>Listez les pièces pour voir leurs identifiants.</translation>
    </message>
    <message>
      <source>Look at the job's state: it may have changed in the meantime.</source>
      <translation>Regardez l’état de la tâche : il a pu changer entre-temps.</translation>
    </message>
    <message>
      <source>More than %1 style rules apply to the text of the file.</source>
      <translation>Plus de %1 règles de style s’appliquent au texte du fichier.</translation>
    </message>
    <message>
      <source>No lines of a play were found in this file.</source>
      <translation>Aucune réplique n’a été trouvée dans ce fichier.</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>il n’y a plus de place sur le disque</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>le fichier ou le dossier n’existe pas</translation>
    </message>
    <message>
      <source>No text was recognised on the pages.</source>
      <translation>Aucun texte n’a été reconnu sur les pages.</translation>
    </message>
    <message>
      <source>None of the pages of the PDF file can be read.</source>
      <translation>Aucune page du fichier PDF ne peut être lue.</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>ce n’est pas un dossier</translation>
    </message>
    <message>
      <source>On Debian and Ubuntu: sudo apt install libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1.</source>
      <translation>Sous Debian et Ubuntu : sudo apt install libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1.</translation>
    </message>
    <message>
      <source>One job is</source>
      <translation>Un texte est</translation>
    </message>
    <message>
      <source>Open it in the program that made it, save it again and import the new file.</source>
      <translation>Ouvrez-le dans le programme qui l’a créé, enregistrez-le de nouveau et importez le nouveau fichier.</translation>
    </message>
    <message>
      <source>Open it with its password, save a copy without protection and import the copy.</source>
      <translation>Ouvrez-le avec son mot de passe, enregistrez une copie sans protection et importez la copie.</translation>
    </message>
    <message>
      <source>Operation not permitted</source>
      <translation>l’opération n’est pas permise</translation>
    </message>
    <message>
      <source>Page %1 of the PDF file is damaged.</source>
      <translation>La page %1 du fichier PDF est abîmée.</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>l’accès est refusé</translation>
    </message>
    <message>
      <source>PlayBuddy made a mistake.</source>
      <translation>PlayBuddy a commis une erreur.</translation>
    </message>
    <message>
      <source>PlayBuddy tries again by itself. If it keeps happening, the file is probably damaged: save it anew.</source>
      <translation>PlayBuddy réessaie de lui-même. Si cela se répète, le fichier est sans doute abîmé : enregistrez-le de nouveau.</translation>
    </message>
    <message>
      <source>Please report it with the technical details. Your other plays are not affected.</source>
      <translation>Signalez-la avec les détails techniques. Vos autres pièces ne sont pas touchées.</translation>
    </message>
    <message>
      <source>Quotations and lists in the file are nested deeper than %1 levels.</source>
      <translation>Les citations et les listes du fichier sont imbriquées sur plus de %1 niveaux.</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>le disque est en lecture seule</translation>
    </message>
    <message>
      <source>Reading stood still %1 times at the same place.</source>
      <translation>La lecture s’est arrêtée %1 fois au même endroit.</translation>
    </message>
    <message>
      <source>Reading stood still for %1 seconds.</source>
      <translation>La lecture n’a pas avancé pendant %1 secondes.</translation>
    </message>
    <message>
      <source>Reading the file took longer than %1 seconds.</source>
      <translation>La lecture du fichier a pris plus de %1 secondes.</translation>
    </message>
    <message>
      <source>Reading the file took too long.</source>
      <translation>La lecture du fichier a duré trop longtemps.</translation>
    </message>
    <message>
      <source>Reading the file took too much memory.</source>
      <translation>La lecture du fichier a demandé trop de mémoire.</translation>
    </message>
    <message>
      <source>Recognising the text of a page took longer than %1 seconds.</source>
      <translation>Reconnaître le texte d’une page a pris plus de %1 secondes.</translation>
    </message>
    <message>
      <source>Recognising the text of a page took too long.</source>
      <translation>Reconnaître le texte d’une page a pris trop de temps.</translation>
    </message>
    <message>
      <source>Save it anew in the program that made it; or raise max_parts in the settings if you trust it.</source>
      <translation>Enregistrez-le de nouveau dans le programme qui l’a créé ; ou relevez max_parts dans les réglages si vous vous y fiez.</translation>
    </message>
    <message>
      <source>Save it as DOCX or TXT and import that file, or raise max_selectors in the settings.</source>
      <translation>Enregistrez-le en DOCX ou en TXT et importez ce fichier, ou relevez max_selectors dans les réglages.</translation>
    </message>
    <message>
      <source>Save it as DOCX or TXT and import that file; or raise max_depth in the settings.</source>
      <translation>Enregistrez-le en DOCX ou en TXT et importez ce fichier ; ou relevez max_depth dans les réglages.</translation>
    </message>
    <message>
      <source>Save it as DOCX or TXT and import that file; or raise max_groups in the settings.</source>
      <translation>Enregistrez-le en DOCX ou en TXT et importez ce fichier ; ou relevez max_groups dans les réglages.</translation>
    </message>
    <message>
      <source>Save the script as TXT, PDF or DOCX and import that file.</source>
      <translation>Enregistrez le texte en TXT, PDF ou DOCX et importez ce fichier.</translation>
    </message>
    <message>
      <source>Scripts can be imported from %1 and %2.</source>
      <translation>Les formats acceptés sont : %1 et %2.</translation>
    </message>
    <message>
      <source>Settings with bad values are ignored: %1.</source>
      <translation>Les réglages dont la valeur est mauvaise sont ignorés : %1.</translation>
    </message>
    <message>
      <source>Something went wrong that you can mend.</source>
      <translation>Quelque chose n’a pas marché, et vous pouvez y remédier.</translation>
    </message>
    <message>
      <source>Something went wrong.</source>
      <translation>Quelque chose n’a pas marché.</translation>
    </message>
    <message>
      <source>Split it, one play each, or raise max_chars in the settings.</source>
      <translation>Divisez-le, une pièce par fichier, ou relevez max_chars dans les réglages.</translation>
    </message>
    <message>
      <source>Split it, one play each, or raise max_lines in the settings.</source>
      <translation>Divisez-le, une pièce par fichier, ou relevez max_lines dans les réglages.</translation>
    </message>
    <message>
      <source>Split it, one play each, or raise max_pages in the settings.</source>
      <translation>Divisez-le, une pièce par fichier, ou relevez max_pages dans les réglages.</translation>
    </message>
    <message>
      <source>Split the file, or raise the limit in the settings.</source>
      <translation>Divisez le fichier, ou relevez la limite dans les préférences.</translation>
    </message>
    <message>
      <source>Split the file; or raise max_child_bytes (scanned pages: max_ocr_child_bytes) in the settings.</source>
      <translation>Divisez le fichier ; ou relevez max_child_bytes (pages numérisées : max_ocr_child_bytes) dans les réglages.</translation>
    </message>
    <message>
      <source>Split the file; or raise max_part_bytes in the settings if you trust it.</source>
      <translation>Divisez le fichier ; ou relevez max_part_bytes dans les réglages si vous vous y fiez.</translation>
    </message>
    <message>
      <source>Stale file handle</source>
      <translation>le fichier du réseau n’est plus là</translation>
    </message>
    <message>
      <source>Text file busy</source>
      <translation>le fichier est occupé</translation>
    </message>
    <message>
      <source>The PDF file is damaged and cannot be opened.</source>
      <translation>Le fichier PDF est abîmé et ne peut être ouvert.</translation>
    </message>
    <message>
      <source>The backups</source>
      <translation>les sauvegardes</translation>
    </message>
    <message>
      <source>The book is protected against copying (DRM).</source>
      <translation>Le livre est protégé contre la copie (DRM).</translation>
    </message>
    <message>
      <source>The command cannot be carried out.</source>
      <translation>La commande ne peut pas être exécutée.</translation>
    </message>
    <message>
      <source>The copies of the scripts</source>
      <translation>les copies des textes</translation>
    </message>
    <message>
      <source>The copies to look at</source>
      <translation>les copies à consulter</translation>
    </message>
    <message>
      <source>The data directory cannot be used.</source>
      <translation>Le dossier des données est inutilisable.</translation>
    </message>
    <message>
      <source>The database could not be brought to the current version; it was left as it was.</source>
      <translation>La base de données n’a pas pu être mise à jour ; elle est restée telle quelle.</translation>
    </message>
    <message>
      <source>The database has grown to %1 MB.</source>
      <translation>La base de données a atteint %1 Mo.</translation>
    </message>
    <message>
      <source>The database is damaged, and there is no backup.</source>
      <translation>La base de données est abîmée, et il n’y a pas de sauvegarde.</translation>
    </message>
    <message>
      <source>The database is damaged.</source>
      <translation>La base de données est abîmée.</translation>
    </message>
    <message>
      <source>The database is damaged. The newest backup is %1 in the backups folder.</source>
      <translation>La base de données est abîmée. La sauvegarde la plus récente est %1, dans le dossier backups.</translation>
    </message>
    <message>
      <source>The database server does not answer.</source>
      <translation>Le serveur de base de données ne répond pas.</translation>
    </message>
    <message>
      <source>The database was written by a newer version of PlayBuddy.</source>
      <translation>La base de données vient d’une version plus récente de PlayBuddy.</translation>
    </message>
    <message>
      <source>The database's URL cannot be understood.</source>
      <translation>L’adresse de la base de données est incompréhensible.</translation>
    </message>
    <message>
      <source>The database's URL must begin with postgresql://.</source>
      <translation>L’adresse de la base de données doit commencer par postgresql://.</translation>
    </message>
    <message>
      <source>The disk has only %1 MB of free space.</source>
      <translation>Il ne reste que %1 Mo libres sur le disque.</translation>
    </message>
    <message>
      <source>The disk is full.</source>
      <translation>Le disque est plein.</translation>
    </message>
    <message>
      <source>The driver for PostgreSQL is not installed.</source>
      <translation>Le pilote de PostgreSQL n’est pas installé.</translation>
    </message>
    <message>
      <source>The elements of the file are nested deeper than %1 levels.</source>
      <translation>Les éléments du fichier sont imbriqués sur plus de %1 niveaux.</translation>
    </message>
    <message>
      <source>The file %1 could not be written: %2.</source>
      <translation>Le fichier %1 n’a pas pu être écrit : %2.</translation>
    </message>
    <message>
      <source>The file could not be imported.</source>
      <translation>Le fichier n’a pas pu être importé.</translation>
    </message>
    <message>
      <source>The file could not be read.</source>
      <translation>Le fichier n’a pas pu être lu.</translation>
    </message>
    <message>
      <source>The file could not be read: %1.</source>
      <translation>Le fichier n’a pas pu être lu : %1.</translation>
    </message>
    <message>
      <source>The file declares a document type of its own, which no Word document does.</source>
      <translation>Le fichier déclare son propre type de document, ce qu’aucun document Word ne fait.</translation>
    </message>
    <message>
      <source>The file exceeds a limit.</source>
      <translation>Le fichier dépasse une limite.</translation>
    </message>
    <message>
      <source>The file expands entities without end, which is not allowed.</source>
      <translation>Le fichier développe des entités sans fin, ce qui n’est pas permis.</translation>
    </message>
    <message>
      <source>The file has %1 pages; %2 are allowed.</source>
      <translation>Le fichier a %1 pages ; %2 sont permises.</translation>
    </message>
    <message>
      <source>The file has more than %1 characters.</source>
      <translation>Le fichier a plus de %1 caractères.</translation>
    </message>
    <message>
      <source>The file has more than %1 lines.</source>
      <translation>Le fichier a plus de %1 lignes.</translation>
    </message>
    <message>
      <source>The file has more than %1 style rules.</source>
      <translation>Le fichier a plus de %1 règles de style.</translation>
    </message>
    <message>
      <source>The file has too many lines.</source>
      <translation>Le fichier a trop de lignes.</translation>
    </message>
    <message>
      <source>The file has too many pages.</source>
      <translation>Le fichier a trop de pages.</translation>
    </message>
    <message>
      <source>The file holds binary data, not the text of a script.</source>
      <translation>Le fichier contient des données binaires, pas un texte de théâtre.</translation>
    </message>
    <message>
      <source>The file holds pictures of pages and no text.</source>
      <translation>Le fichier contient des images de pages et pas de texte.</translation>
    </message>
    <message>
      <source>The file holds pictures of pages, and nothing is installed that recognises text on them.</source>
      <translation>Le fichier contient des images de pages, et rien d’installé ne sait y reconnaître le texte.</translation>
    </message>
    <message>
      <source>The file holds too much text.</source>
      <translation>Le fichier contient trop de texte.</translation>
    </message>
    <message>
      <source>The file is a database, but not one of PlayBuddy.</source>
      <translation>Le fichier est une base de données, mais pas de PlayBuddy.</translation>
    </message>
    <message>
      <source>The file is damaged.</source>
      <translation>Le fichier est abîmé.</translation>
    </message>
    <message>
      <source>The file is damaged: it cannot be taken apart.</source>
      <translation>Le fichier est abîmé : impossible de le décomposer.</translation>
    </message>
    <message>
      <source>The file is damaged: it cannot be unpacked.</source>
      <translation>Le fichier est abîmé : impossible de le décompresser.</translation>
    </message>
    <message>
      <source>The file is damaged: it holds no text of a Word document.</source>
      <translation>Le fichier est abîmé : il ne contient pas le texte d’un document Word.</translation>
    </message>
    <message>
      <source>The file is damaged: it is no Final Draft document.</source>
      <translation>Le fichier est abîmé : ce n’est pas un document Final Draft.</translation>
    </message>
    <message>
      <source>The file is damaged: it is no HTML.</source>
      <translation>Le fichier est abîmé : ce n’est pas du HTML.</translation>
    </message>
    <message>
      <source>The file is damaged: it is no rich text (RTF).</source>
      <translation>Le fichier est abîmé : ce n’est pas du texte enrichi (RTF).</translation>
    </message>
    <message>
      <source>The file is damaged: it is no text document.</source>
      <translation>Le fichier est abîmé : ce n’est pas un document texte.</translation>
    </message>
    <message>
      <source>The file is damaged: it is not well-formed XML (line %1).</source>
      <translation>Le fichier est abîmé : ce n’est pas du XML bien formé (ligne %1).</translation>
    </message>
    <message>
      <source>The file is damaged: its text cannot be found.</source>
      <translation>Le fichier est abîmé : son texte est introuvable.</translation>
    </message>
    <message>
      <source>The file is damaged: its text cannot be put together.</source>
      <translation>Le fichier est abîmé : son texte ne peut être assemblé.</translation>
    </message>
    <message>
      <source>The file is damaged: one of its parts is missing.</source>
      <translation>Le fichier est abîmé : une de ses parties manque.</translation>
    </message>
    <message>
      <source>The file is damaged: one of its parts is packed in an unknown way.</source>
      <translation>Le fichier est abîmé : une de ses parties est compressée de façon inconnue.</translation>
    </message>
    <message>
      <source>The file is damaged: the book has no pages.</source>
      <translation>Le fichier est abîmé : le livre n’a pas de pages.</translation>
    </message>
    <message>
      <source>The file is damaged: the book has no table of its parts.</source>
      <translation>Le fichier est abîmé : le livre n’a pas de table de ses parties.</translation>
    </message>
    <message>
      <source>The file is damaged: there is no screenplay in it.</source>
      <translation>Le fichier est abîmé : il ne contient pas de scénario.</translation>
    </message>
    <message>
      <source>The file is damaged: there is no text in the bundle.</source>
      <translation>Le fichier est abîmé : le paquet ne contient pas de texte.</translation>
    </message>
    <message>
      <source>The file is empty.</source>
      <translation>Le fichier est vide.</translation>
    </message>
    <message>
      <source>The file is larger than %1 MB.</source>
      <translation>Le fichier dépasse %1 Mo.</translation>
    </message>
    <message>
      <source>The file is nested too deeply.</source>
      <translation>Le fichier est imbriqué trop profondément.</translation>
    </message>
    <message>
      <source>The file is no play in TEI-XML.</source>
      <translation>Le fichier n’est pas une pièce en TEI-XML.</translation>
    </message>
    <message>
      <source>The file is packed from more than %1 parts.</source>
      <translation>Le fichier est fait de plus de %1 parties.</translation>
    </message>
    <message>
      <source>The file is packed from too many parts.</source>
      <translation>Le fichier est fait de trop de parties.</translation>
    </message>
    <message>
      <source>The file is protected by a password.</source>
      <translation>Le fichier est protégé par un mot de passe.</translation>
    </message>
    <message>
      <source>The file is too large.</source>
      <translation>Le fichier est trop gros.</translation>
    </message>
    <message>
      <source>The file unpacks to more than %1 MB.</source>
      <translation>Décompressé, le fichier dépasse %1 Mo.</translation>
    </message>
    <message>
      <source>The file unpacks to too much.</source>
      <translation>Le fichier se décompresse à une taille excessive.</translation>
    </message>
    <message>
      <source>The file's name holds characters that no file can have.</source>
      <translation>Le nom du fichier contient des caractères interdits.</translation>
    </message>
    <message>
      <source>The folder %1 cannot be made: %2.</source>
      <translation>Le dossier %1 ne peut être créé : %2.</translation>
    </message>
    <message>
      <source>The folder %1 is read-only.</source>
      <translation>Le dossier %1 est en lecture seule.</translation>
    </message>
    <message>
      <source>The folder %1 lies on a network drive, where databases get damaged.</source>
      <translation>Le dossier %1 se trouve sur un disque réseau, où les bases de données s’abîment.</translation>
    </message>
    <message>
      <source>The folder could not be read: %1.</source>
      <translation>Le dossier n’a pas pu être lu : %1.</translation>
    </message>
    <message>
      <source>The fonts of the PDF file do not say which letters they show.</source>
      <translation>Les polices du fichier PDF ne disent pas quelles lettres elles montrent.</translation>
    </message>
    <message>
      <source>The groups of the file are nested deeper than %1 levels.</source>
      <translation>Les groupes du fichier sont imbriqués sur plus de %1 niveaux.</translation>
    </message>
    <message>
      <source>The groups of the file are nested too deeply.</source>
      <translation>Les groupes du fichier sont imbriqués trop profondément.</translation>
    </message>
    <message>
      <source>The job is not in a state that allows this.</source>
      <translation>La tâche n’est pas dans un état qui le permette.</translation>
    </message>
    <message>
      <source>The job was taken from this worker.</source>
      <translation>La tâche a été retirée à ce processus.</translation>
    </message>
    <message>
      <source>The last %1 entries of their timelines</source>
      <translation>Les %1 dernières entrées de leurs chronologies</translation>
    </message>
    <message>
      <source>The last %1 jobs, without names of files and plays</source>
      <translation>Les %1 dernières tâches, sans noms de fichiers ni de pièces</translation>
    </message>
    <message>
      <source>The last backup is %1 days old.</source>
      <translation>La dernière sauvegarde date de %1 jours.</translation>
    </message>
    <message>
      <source>The number of workers must be 1 to %1, not %2: using %3.</source>
      <translation>Le nombre de processus doit être de 1 à %1, et non %2 : %3 est utilisé.</translation>
    </message>
    <message>
      <source>The pages of the PDF file are empty.</source>
      <translation>Les pages du fichier PDF sont vides.</translation>
    </message>
    <message>
      <source>The pasted text cannot be written to %1: %2.</source>
      <translation>Impossible d’écrire le texte collé dans %1 : %2.</translation>
    </message>
    <message>
      <source>The play could not be written to a file.</source>
      <translation>La pièce n’a pas pu être écrite dans un fichier.</translation>
    </message>
    <message>
      <source>The process that parsed this script crashed.</source>
      <translation>Le processus qui analysait ce texte s’est arrêté brutalement.</translation>
    </message>
    <message>
      <source>The process that parsed this script ended unexpectedly (exit status %1).</source>
      <translation>Le processus qui analysait ce texte s’est terminé de façon inattendue (code %1).</translation>
    </message>
    <message>
      <source>The program was interrupted %1 times while it worked on this script.</source>
      <translation>Le programme a été interrompu %1 fois pendant qu’il travaillait sur ce texte.</translation>
    </message>
    <message>
      <source>The program's data could not be read or written.</source>
      <translation>Les données du programme n’ont pu être ni lues ni écrites.</translation>
    </message>
    <message>
      <source>The queue is paused by you.</source>
      <translation>La file est en pause à votre demande.</translation>
    </message>
    <message>
      <source>The settings cannot be written to %1: %2.</source>
      <translation>Impossible d’écrire les réglages dans %1 : %2.</translation>
    </message>
    <message>
      <source>The settings file could not be read and is ignored: %1.</source>
      <translation>Le fichier des réglages n’a pas pu être lu et est ignoré : %1.</translation>
    </message>
    <message>
      <source>The settings, without keys, passwords and addresses</source>
      <translation>Les réglages, sans clés, mots de passe ni adresses</translation>
    </message>
    <message>
      <source>The speaker “%1” is not in the cast.</source>
      <translation>« %1 », qui parle ici, n’est pas dans la distribution.</translation>
    </message>
    <message>
      <source>The stored copy of the script is missing or damaged.</source>
      <translation>La copie conservée du texte manque ou est abîmée.</translation>
    </message>
    <message>
      <source>The styles of the file have too many rules.</source>
      <translation>Les styles du fichier ont trop de règles.</translation>
    </message>
    <message>
      <source>The system could not start a process to parse this script.</source>
      <translation>Le système n’a pas pu lancer de processus pour analyser ce texte.</translation>
    </message>
    <message>
      <source>The tables of the database, without their content</source>
      <translation>Les tables de la base de données, sans leur contenu</translation>
    </message>
    <message>
      <source>The text on the pages could not be recognised.</source>
      <translation>Le texte des pages n’a pas pu être reconnu.</translation>
    </message>
    <message>
      <source>There are no scripts in this folder. %1</source>
      <translation>Il n’y a pas de texte de théâtre dans ce dossier. %1</translation>
    </message>
    <message>
      <source>There is no screen to open the window on.</source>
      <translation>Il n’y a pas d’écran où ouvrir la fenêtre.</translation>
    </message>
    <message>
      <source>There is no such job.</source>
      <translation>Cette tâche n’existe pas.</translation>
    </message>
    <message>
      <source>There is no such play in the library.</source>
      <translation>Cette pièce n’est pas dans la bibliothèque.</translation>
    </message>
    <message>
      <source>There is no text in the file.</source>
      <translation>Le fichier ne contient pas de texte.</translation>
    </message>
    <message>
      <source>There is work to do, but no worker is running.</source>
      <translation>Il y a du travail, mais aucun processus n’est en marche.</translation>
    </message>
    <message>
      <source>This document was written by a Word older than Word 97.</source>
      <translation>Ce document a été écrit par un Word antérieur à Word 97.</translation>
    </message>
    <message>
      <source>This file is divided into its plays otherwise than when it was imported. Import it again.</source>
      <translation>Ce fichier n’est plus divisé en pièces comme lors de son importation. Importez-le de nouveau.</translation>
    </message>
    <message>
      <source>This is %1, not a script that can be read. %2</source>
      <translation>C’est %1, et non un texte qui peut être lu. %2</translation>
    </message>
    <message>
      <source>This is a folder, not a file.</source>
      <translation>C’est un dossier, pas un fichier.</translation>
    </message>
    <message>
      <source>This is no ordinary file but a pipe or a device.</source>
      <translation>Ce n’est pas un fichier ordinaire, mais un tube ou un périphérique.</translation>
    </message>
    <message>
      <source>This kind of file is not supported.</source>
      <translation>Ce type de fichier n’est pas pris en charge.</translation>
    </message>
    <message>
      <source>This script crashes its worker: it was tried %1 without getting further.</source>
      <translation>Ce texte fait échouer son processus : essayé %1 sans avancer.</translation>
    </message>
    <message>
      <source>Too many open files</source>
      <translation>trop de fichiers sont ouverts</translation>
    </message>
    <message>
      <source>Try again when the computer has less to do, or raise max_ocr_seconds in the settings.</source>
      <translation>Réessayez quand l’ordinateur a moins à faire, ou relevez max_ocr_seconds dans les réglages.</translation>
    </message>
    <message>
      <source>Try again when the computer has less to do, split the file, or raise max_seconds in the settings.</source>
      <translation>Réessayez quand l’ordinateur a moins à faire, divisez le fichier, ou relevez max_seconds dans les réglages.</translation>
    </message>
    <message>
      <source>Use the commands of the terminal: playbuddy --help lists them.</source>
      <translation>Utilisez les commandes du terminal : playbuddy --help en donne la liste.</translation>
    </message>
    <message>
      <source>Versions of PlayBuddy, of its libraries and of the system</source>
      <translation>Versions de PlayBuddy, de ses bibliothèques et du système</translation>
    </message>
    <message>
      <source>What the program did, without texts and names</source>
      <translation>Ce que le programme a fait, sans textes ni noms</translation>
    </message>
    <message>
      <source>Whether the database is whole</source>
      <translation>Si la base de données est intacte</translation>
    </message>
    <message>
      <source>a Pages document</source>
      <translation>un document Pages</translation>
    </message>
    <message>
      <source>a PostScript file</source>
      <translation>un fichier PostScript</translation>
    </message>
    <message>
      <source>a PowerPoint presentation</source>
      <translation>une présentation PowerPoint</translation>
    </message>
    <message>
      <source>a chunk is missing</source>
      <translation>une partie manque</translation>
    </message>
    <message>
      <source>a compressed archive</source>
      <translation>une archive compressée</translation>
    </message>
    <message>
      <source>a damaged or unknown archive</source>
      <translation>une archive abîmée ou inconnue</translation>
    </message>
    <message>
      <source>a database</source>
      <translation>une base de données</translation>
    </message>
    <message>
      <source>a film, recording or picture</source>
      <translation>un film, un enregistrement ou une image</translation>
    </message>
    <message>
      <source>a person asked for it</source>
      <translation>à la demande d’une personne</translation>
    </message>
    <message>
      <source>a picture (GIF)</source>
      <translation>une image (GIF)</translation>
    </message>
    <message>
      <source>a picture (JPEG)</source>
      <translation>une image (JPEG)</translation>
    </message>
    <message>
      <source>a picture (PNG)</source>
      <translation>une image (PNG)</translation>
    </message>
    <message>
      <source>a picture (TIFF)</source>
      <translation>une image (TIFF)</translation>
    </message>
    <message>
      <source>a program</source>
      <translation>un programme</translation>
    </message>
    <message>
      <source>a recording</source>
      <translation>un enregistrement</translation>
    </message>
    <message>
      <source>a recording or picture</source>
      <translation>un enregistrement ou une image</translation>
    </message>
    <message>
      <source>a scanned document (DjVu)</source>
      <translation>un document numérisé (DjVu)</translation>
    </message>
    <message>
      <source>a sound recording</source>
      <translation>un enregistrement sonore</translation>
    </message>
    <message>
      <source>an Excel workbook</source>
      <translation>un classeur Excel</translation>
    </message>
    <message>
      <source>an OpenDocument file, but no text document</source>
      <translation>un fichier OpenDocument, mais pas un document de texte</translation>
    </message>
    <message>
      <source>an XML file</source>
      <translation>un fichier XML</translation>
    </message>
    <message>
      <source>an archive (ZIP)</source>
      <translation>une archive (ZIP)</translation>
    </message>
    <message>
      <source>an old office document, but none of Word</source>
      <translation>un ancien document de bureau, mais pas de Word</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>annulée</translation>
    </message>
    <message>
      <source>chunks are missing</source>
      <translation>des parties manquent</translation>
    </message>
    <message>
      <source>completed</source>
      <translation>terminée</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>échouée</translation>
    </message>
    <message>
      <source>it is damaged</source>
      <translation>l’état est abîmé</translation>
    </message>
    <message>
      <source>its form is %1, not %2</source>
      <translation>sa forme est %1, et non %2</translation>
    </message>
    <message>
      <source>its worker did not report</source>
      <translation>son processus n’a plus donné signe de vie</translation>
    </message>
    <message>
      <source>its worker had ended</source>
      <translation>son processus s’était arrêté</translation>
    </message>
    <message>
      <source>no %1 file</source>
      <translation>non un fichier %1</translation>
    </message>
    <message>
      <source>no progress</source>
      <translation>aucun progrès</translation>
    </message>
    <message>
      <source>no text</source>
      <translation>non du texte</translation>
    </message>
    <message>
      <source>not in the cast list</source>
      <translation>absent de la distribution</translation>
    </message>
    <message>
      <source>once</source>
      <translation>une fois</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>en pause</translation>
    </message>
    <message>
      <source>plain text (TXT)</source>
      <translation>texte brut (TXT)</translation>
    </message>
    <message>
      <source>printed %1: %2</source>
      <translation>imprimé %1 : %2</translation>
    </message>
    <message>
      <source>queued</source>
      <translation>en attente</translation>
    </message>
    <message>
      <source>retrying</source>
      <translation>en nouvel essai</translation>
    </message>
    <message>
      <source>running</source>
      <translation>en cours</translation>
    </message>
    <message>
      <source>several bear this name (%1); the one who was named last is taken</source>
      <translation>plusieurs portent ce nom (%1) ; le dernier nommé est retenu</translation>
    </message>
    <message>
      <source>taken as the others who have spoken in this scene, who answer the last speaker</source>
      <translation>attribué aux autres qui ont parlé dans cette scène, et qui répondent au dernier</translation>
    </message>
    <message>
      <source>taken as the two who spoke before the last speaker, whom they answer</source>
      <translation>attribué aux deux qui ont parlé avant le dernier, et qui lui répondent</translation>
    </message>
    <message>
      <source>taken as those whom the script calls %1</source>
      <translation>attribué à ceux que le texte appelle %1</translation>
    </message>
    <message>
      <source>the checksum of chunk %1 is wrong</source>
      <translation>la somme de contrôle de la partie %1 est fausse</translation>
    </message>
    <message>
      <source>the checksum of the context is wrong</source>
      <translation>la somme de contrôle du contexte est fausse</translation>
    </message>
    <message>
      <source>the label is set in a form that is rare in this script</source>
      <translation>le nom est imprimé sous une forme rare dans ce texte</translation>
    </message>
    <message>
      <source>the parser stopped</source>
      <translation>l’analyse s’est arrêtée</translation>
    </message>
    <message>
      <source>the program was closed</source>
      <translation>le programme a été fermé</translation>
    </message>
    <message>
      <source>the script is divided differently now</source>
      <translation>le texte est maintenant divisé autrement</translation>
    </message>
    <message>
      <source>the speech has no label; the first person of the scene's head is taken</source>
      <translation>la réplique ne dit pas qui parle ; le premier personnage annoncé en tête de la scène est retenu</translation>
    </message>
    <message>
      <source>this speaker's name occurs only once</source>
      <translation>ce nom n’apparaît qu’une seule fois</translation>
    </message>
    <message>
      <source>“%1” cannot be a profile's name: use letters, digits, '.', '_' and '-'.</source>
      <translation>« %1 » ne peut pas être le nom d’un profil : employez des lettres, des chiffres, « . », « _ » et « - ».</translation>
    </message>
    <message>
      <source>“%1” could not be read: %2.</source>
      <translation>« %1 » n’a pas pu être lu : %2.</translation>
    </message>
    <message>
      <source>“%1” could not be written: %2.</source>
      <translation>« %1 » n’a pas pu être écrit : %2.</translation>
    </message>
    <message>
      <source>“%1” has made no progress for %2.</source>
      <translation>« %1 » n’avance plus depuis %2.</translation>
    </message>
    <message>
      <source>“%1” is larger than the limit of %2 MB.</source>
      <translation>« %1 » dépasse la limite de %2 Mo.</translation>
    </message>
    <message>
      <source>“%1” is not a file.</source>
      <translation>« %1 » n’est pas un fichier.</translation>
    </message>
  </context>
  <context>
    <name>menus</name>
    <message>
      <source>&amp;About PlayBuddy</source>
      <translation>À &amp;propos de PlayBuddy</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Fichier</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>Aid&amp;e</translation>
    </message>
    <message>
      <source>&amp;History</source>
      <translation>&amp;Historique</translation>
    </message>
    <message>
      <source>&amp;Library</source>
      <translation>&amp;Bibliothèque</translation>
    </message>
    <message>
      <source>&amp;Log</source>
      <translation>&amp;Journal</translation>
    </message>
    <message>
      <source>&amp;Metrics and health</source>
      <translation>&amp;Mesures et état</translation>
    </message>
    <message>
      <source>&amp;Paste files or text</source>
      <translation>&amp;Coller des fichiers ou un texte</translation>
    </message>
    <message>
      <source>&amp;Play</source>
      <translation>&amp;Pièce</translation>
    </message>
    <message>
      <source>&amp;Queue</source>
      <translation>F&amp;ile d’attente</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Quitter</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Affichage</translation>
    </message>
    <message>
      <source>Add &amp;scripts…</source>
      <translation>Ajouter des &amp;textes…</translation>
    </message>
    <message>
      <source>Add a &amp;folder…</source>
      <translation>Ajouter un &amp;dossier…</translation>
    </message>
    <message>
      <source>Create &amp;diagnostic bundle…</source>
      <translation>Créer une archive de &amp;diagnostic…</translation>
    </message>
    <message>
      <source>S&amp;ettings</source>
      <translation>Préfére&amp;nces</translation>
    </message>
    <message>
      <source>Try the s&amp;amples</source>
      <translation>Essayer les e&amp;xemples</translation>
    </message>
  </context>
  <context>
    <name>pasted-text</name>
    <message>
      <source>Pasted script</source>
      <translation>Texte collé</translation>
    </message>
  </context>
  <context>
    <name>queue-summary</name>
    <message>
      <source>%1: %2</source>
      <translation>%1 : %2</translation>
    </message>
    <message>
      <source>%n cancelled</source>
      <translation>annulés : %n</translation>
    </message>
    <message>
      <source>%n failed</source>
      <translation>%n en échec</translation>
    </message>
    <message>
      <source>%n finished</source>
      <translation>terminés : %n</translation>
    </message>
    <message>
      <source>%n left</source>
      <translation>%n à faire</translation>
    </message>
    <message>
      <source>%n paused</source>
      <translation>%n en pause</translation>
    </message>
    <message>
      <source>%n running</source>
      <translation>%n en cours</translation>
    </message>
    <message>
      <source>%n script</source>
      <translation>%n texte</translation>
    </message>
    <message>
      <source>%n scripts</source>
      <translation>%n textes</translation>
    </message>
    <message>
      <source>%n to be tried again</source>
      <translation>%n à réessayer</translation>
    </message>
    <message>
      <source>%n waiting</source>
      <translation>%n en attente</translation>
    </message>
  </context>
  <context>
    <name>settings</name>
    <message>
      <source> MB</source>
      <translation> Mo</translation>
    </message>
    <message>
      <source> days</source>
      <translation> jours</translation>
    </message>
    <message>
      <source> s</source>
      <translation> s</translation>
    </message>
    <message>
      <source>A PostgreSQL database to share among computers, as postgresql://user:password@host/name; empty for a file of the profile.</source>
      <translation>Base PostgreSQL partagée entre ordinateurs, sous la forme postgresql://user:password@host/name ; vide pour un fichier du profil.</translation>
    </message>
    <message>
      <source>A play for each</source>
      <translation>Une pièce pour chacune</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>Avancé</translation>
    </message>
    <message>
      <source>After how long without progress a job is taken from its worker, in seconds.</source>
      <translation>Durée sans progrès après laquelle une tâche est retirée à son processus, en secondes.</translation>
    </message>
    <message>
      <source>Always</source>
      <translation>Toujours</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Comme le système</translation>
    </message>
    <message>
      <source>Ask me</source>
      <translation>Me demander</translation>
    </message>
    <message>
      <source>Backups kept</source>
      <translation>Sauvegardes gardées</translation>
    </message>
    <message>
      <source>Characters</source>
      <translation>Caractères</translation>
    </message>
    <message>
      <source>Copies before updates</source>
      <translation>Copies avant les mises à jour</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Sombre</translation>
    </message>
    <message>
      <source>Detail of the log</source>
      <translation>Détail du journal</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Erreurs seulement</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>Tout</translation>
    </message>
    <message>
      <source>Finish them first</source>
      <translation>Les finir d’abord</translation>
    </message>
    <message>
      <source>First wait before a retry</source>
      <translation>Première attente avant un nouvel essai</translation>
    </message>
    <message>
      <source>Free space on the disk</source>
      <translation>Place libre sur le disque</translation>
    </message>
    <message>
      <source>General</source>
      <translation>Général</translation>
    </message>
    <message>
      <source>Heartbeat</source>
      <translation>Signe de vie</translation>
    </message>
    <message>
      <source>How deeply the elements of a structured script (XML, HTML) may be nested.</source>
      <translation>Profondeur maximale d’imbrication d’un texte structuré (XML, HTML).</translation>
    </message>
    <message>
      <source>How deeply the groups of an RTF script may be nested.</source>
      <translation>Profondeur maximale d’imbrication des groupes d’un texte RTF.</translation>
    </message>
    <message>
      <source>How large the database may be before health says so, in bytes.</source>
      <translation>Taille de la base de données au-delà de laquelle l’état le signale.</translation>
    </message>
    <message>
      <source>How long a child process may take to stop before it is ended, in seconds.</source>
      <translation>Délai laissé à un processus fils pour s’arrêter avant d’être interrompu, en secondes.</translation>
    </message>
    <message>
      <source>How long a job belongs to a worker that does not report, in seconds.</source>
      <translation>Combien de temps une tâche reste à un processus muet, en secondes.</translation>
    </message>
    <message>
      <source>How long a job may wait for a worker before health says so, in seconds.</source>
      <translation>Durée d’attente d’une tâche avant que l’état le signale, en secondes.</translation>
    </message>
    <message>
      <source>How long a job waits to rise by one step of priority, in seconds; 0 for never.</source>
      <translation>Attente au bout de laquelle une tâche gagne un degré de priorité, en secondes ; 0 pour jamais.</translation>
    </message>
    <message>
      <source>How long ended jobs are kept in the history, in days; 0 for ever. Plays always stay.</source>
      <translation>Durée de conservation des tâches finies dans l’historique, en jours ; 0 pour toujours. Les pièces restent toujours.</translation>
    </message>
    <message>
      <source>How long the timelines of ended jobs are kept, in days; 0 for ever.</source>
      <translation>Durée de conservation des chronologies des tâches finies, en jours ; 0 pour toujours.</translation>
    </message>
    <message>
      <source>How many copies of the database from before migrations are kept.</source>
      <translation>Nombre de copies gardées de la base d’avant les migrations.</translation>
    </message>
    <message>
      <source>How many full log files are kept.</source>
      <translation>Nombre de journaux pleins conservés.</translation>
    </message>
    <message>
      <source>How many of these backups are kept.</source>
      <translation>Nombre de ces sauvegardes conservées.</translation>
    </message>
    <message>
      <source>How many scripts are parsed at the same time.</source>
      <translation>Nombre de textes analysés en même temps.</translation>
    </message>
    <message>
      <source>How much free space the disk should have before health says so, in bytes.</source>
      <translation>Espace libre au-dessous duquel l’état le signale.</translation>
    </message>
    <message>
      <source>How much text is parsed between two checkpoints, in characters.</source>
      <translation>Quantité de texte analysée entre deux points de reprise, en caractères.</translation>
    </message>
    <message>
      <source>How much the log tells.</source>
      <translation>Ce que le journal raconte.</translation>
    </message>
    <message>
      <source>How often a job is tried again after a passing error.</source>
      <translation>Nombre de nouveaux essais après une erreur passagère.</translation>
    </message>
    <message>
      <source>How often a job may be interrupted by the end of the whole program before it is failed.</source>
      <translation>Nombre d’interruptions par l’arrêt du programme avant qu’une tâche échoue.</translation>
    </message>
    <message>
      <source>How often a worker reports that it is alive, in seconds.</source>
      <translation>Intervalle entre les signes de vie d’un processus, en secondes.</translation>
    </message>
    <message>
      <source>How often idle workers look for work of other processes, in seconds.</source>
      <translation>Intervalle auquel les processus libres cherchent du travail venu d’ailleurs, en secondes.</translation>
    </message>
    <message>
      <source>How often the library is backed up, in days; 0 for never.</source>
      <translation>Intervalle entre les sauvegardes de la bibliothèque, en jours ; 0 pour jamais.</translation>
    </message>
    <message>
      <source>Icon in the tray</source>
      <translation>Icône de notification</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Import</translation>
    </message>
    <message>
      <source>Interruptions</source>
      <translation>Interruptions</translation>
    </message>
    <message>
      <source>Keep ended jobs</source>
      <translation>Garder les tâches finies</translation>
    </message>
    <message>
      <source>Keep finished</source>
      <translation>Garder les terminés</translation>
    </message>
    <message>
      <source>Keep timelines</source>
      <translation>Garder les chronologies</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Langue</translation>
    </message>
    <message>
      <source>Largest PDF</source>
      <translation>Plus grand PDF</translation>
    </message>
    <message>
      <source>Largest file</source>
      <translation>Plus grand fichier</translation>
    </message>
    <message>
      <source>Lease</source>
      <translation>Bail</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Clair</translation>
    </message>
    <message>
      <source>Limits</source>
      <translation>Limites</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <source>Log files kept</source>
      <translation>Journaux gardés</translation>
    </message>
    <message>
      <source>Longest wait</source>
      <translation>Plus longue attente</translation>
    </message>
    <message>
      <source>Longest wait before a retry</source>
      <translation>Plus longue attente avant un nouvel essai</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Mémoire</translation>
    </message>
    <message>
      <source>Memory for scanned pages</source>
      <translation>Mémoire pour les pages numérisées</translation>
    </message>
    <message>
      <source>Nested elements</source>
      <translation>Éléments imbriqués</translation>
    </message>
    <message>
      <source>Nested groups</source>
      <translation>Groupes imbriqués</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Jamais</translation>
    </message>
    <message>
      <source>Notifications</source>
      <translation>Notifications</translation>
    </message>
    <message>
      <source>One play of all</source>
      <translation>Une seule pièce de toutes</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Pages</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>Parties</translation>
    </message>
    <message>
      <source>Patience of waiting jobs</source>
      <translation>Patience des tâches en attente</translation>
    </message>
    <message>
      <source>Pause them</source>
      <translation>Les mettre en pause</translation>
    </message>
    <message>
      <source>Retries</source>
      <translation>Nouveaux essais</translation>
    </message>
    <message>
      <source>Scanned pages</source>
      <translation>Pages numérisées</translation>
    </message>
    <message>
      <source>Scripts at the same time</source>
      <translation>Textes en même temps</translation>
    </message>
    <message>
      <source>Scripts with several plays</source>
      <translation>Textes de plusieurs pièces</translation>
    </message>
    <message>
      <source>Shared database</source>
      <translation>Base de données partagée</translation>
    </message>
    <message>
      <source>Size of a log file</source>
      <translation>Taille d’un journal</translation>
    </message>
    <message>
      <source>Size of the database</source>
      <translation>Taille de la base de données</translation>
    </message>
    <message>
      <source>Stay awake</source>
      <translation>Rester éveillé</translation>
    </message>
    <message>
      <source>Storage and logs</source>
      <translation>Stockage et journaux</translation>
    </message>
    <message>
      <source>Style rules</source>
      <translation>Règles de style</translation>
    </message>
    <message>
      <source>Text between checkpoints</source>
      <translation>Texte entre deux points de reprise</translation>
    </message>
    <message>
      <source>The colours of the window.</source>
      <translation>Les couleurs de la fenêtre.</translation>
    </message>
    <message>
      <source>The language of the window.</source>
      <translation>La langue de la fenêtre.</translation>
    </message>
    <message>
      <source>The largest PDF file, in bytes.</source>
      <translation>Taille maximale d’un fichier PDF.</translation>
    </message>
    <message>
      <source>The largest file, in bytes.</source>
      <translation>Taille maximale d’un fichier.</translation>
    </message>
    <message>
      <source>The longest time for reading a script (of the processor), or without progress on it, in seconds.</source>
      <translation>Durée maximale de lecture d’un texte (temps de processeur), ou sans progrès dans son traitement, en secondes.</translation>
    </message>
    <message>
      <source>The longest time for the recognition of the text of one page, in seconds.</source>
      <translation>Durée maximale de la reconnaissance d’une page, en secondes.</translation>
    </message>
    <message>
      <source>The longest wait before a retry, in seconds.</source>
      <translation>Attente maximale avant un nouvel essai, en secondes.</translation>
    </message>
    <message>
      <source>The most CSS selectors that apply to the text of a script.</source>
      <translation>Nombre maximal de sélecteurs CSS qui s’appliquent au texte d’une pièce.</translation>
    </message>
    <message>
      <source>The most bytes that a packed script (such as DOCX) may unpack to.</source>
      <translation>Taille maximale d’un texte compressé (comme DOCX) une fois décompressé.</translation>
    </message>
    <message>
      <source>The most bytes that one part of a packed script may unpack to.</source>
      <translation>Taille maximale d’une partie d’un texte compressé une fois décompressée.</translation>
    </message>
    <message>
      <source>The most characters of a script.</source>
      <translation>Nombre maximal de caractères d’un texte.</translation>
    </message>
    <message>
      <source>The most lines of a script.</source>
      <translation>Nombre maximal de lignes d’un texte.</translation>
    </message>
    <message>
      <source>The most memory of a parsing process that recognises the text of scanned pages, in bytes.</source>
      <translation>La mémoire maximale d’un processus d’analyse qui reconnaît le texte de pages numérisées, en octets.</translation>
    </message>
    <message>
      <source>The most memory of a parsing process, in bytes.</source>
      <translation>Mémoire maximale d’un processus d’analyse.</translation>
    </message>
    <message>
      <source>The most pages of a script.</source>
      <translation>Nombre maximal de pages d’un texte.</translation>
    </message>
    <message>
      <source>The most parts of a packed script.</source>
      <translation>Nombre maximal de parties d’un texte compressé.</translation>
    </message>
    <message>
      <source>The size at which a log file is put aside for a new one, in bytes.</source>
      <translation>Taille à laquelle un journal est mis de côté pour un nouveau.</translation>
    </message>
    <message>
      <source>The wait before the first retry, in seconds; it doubles.</source>
      <translation>Attente avant le premier nouvel essai, en secondes ; elle double ensuite.</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Thème</translation>
    </message>
    <message>
      <source>Time between backups</source>
      <translation>Temps entre deux sauvegardes</translation>
    </message>
    <message>
      <source>Time between looks for work</source>
      <translation>Temps entre deux recherches de travail</translation>
    </message>
    <message>
      <source>Time for a scanned page</source>
      <translation>Temps pour une page numérisée</translation>
    </message>
    <message>
      <source>Time to stop</source>
      <translation>Temps pour s’arrêter</translation>
    </message>
    <message>
      <source>Time until a job is stuck</source>
      <translation>Temps avant qu’une tâche soit bloquée</translation>
    </message>
    <message>
      <source>Time without progress</source>
      <translation>Temps sans progrès</translation>
    </message>
    <message>
      <source>Unpacked size</source>
      <translation>Taille décompressée</translation>
    </message>
    <message>
      <source>Unpacked size of a part</source>
      <translation>Taille décompressée d’une partie</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>Avertissements</translation>
    </message>
    <message>
      <source>What becomes of a script that holds several plays: each becomes a play, or all become one.</source>
      <translation>Ce que devient un texte qui contient plusieurs pièces : chacune devient une pièce, ou toutes n’en font qu’une.</translation>
    </message>
    <message>
      <source>What closing the window does while scripts are parsed: ask, finish them first, or pause them until the next start.</source>
      <translation>Effet de la fermeture de la fenêtre pendant une analyse : demander, finir d’abord, ou suspendre jusqu’au prochain démarrage.</translation>
    </message>
    <message>
      <source>What happens</source>
      <translation>Ce qui se passe</translation>
    </message>
    <message>
      <source>When the window is closed</source>
      <translation>À la fermeture de la fenêtre</translation>
    </message>
    <message>
      <source>Whether an icon in the tray, where the system has one, shows how the queue is and pauses it.</source>
      <translation>Si une icône dans la zone de notification, quand le système en a une, montre l’état de la file et permet de la suspendre.</translation>
    </message>
    <message>
      <source>Whether finished scripts stay in the list of the queue until they are cleared.</source>
      <translation>Laisser les textes terminés dans la file jusqu’à ce qu’on la nettoie.</translation>
    </message>
    <message>
      <source>Whether the computer stays awake while scripts are parsed.</source>
      <translation>Garder l’ordinateur éveillé pendant l’analyse des textes.</translation>
    </message>
    <message>
      <source>Whether the desktop tells when all scripts are done and the window is not in front.</source>
      <translation>Prévenir sur le bureau quand tous les textes sont traités et que la fenêtre n’est pas au premier plan.</translation>
    </message>
    <message>
      <source>Whether the text of scanned pages is recognised: when asked for, always, or never.</source>
      <translation>Reconnaissance du texte des pages numérisées : à la demande, toujours ou jamais.</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Oui</translation>
    </message>
  </context>
  <context>
    <name>show-source</name>
    <message>
      <source>No program of this computer opens “%1”.</source>
      <translation>Aucun programme de cet ordinateur n’ouvre « %1 ».</translation>
    </message>
    <message>
      <source>The file is here: %1</source>
      <translation>Le fichier est ici : %1</translation>
    </message>
  </context>
  <context>
    <name>snooze</name>
    <message>
      <source>In one hour</source>
      <translation>Dans une heure</translation>
    </message>
    <message>
      <source>Tomorrow morning</source>
      <translation>Demain matin</translation>
    </message>
    <message>
      <source>Tonight</source>
      <translation>Ce soir</translation>
    </message>
  </context>
  <context>
    <name>story</name>
    <message>
      <source>%1 of work</source>
      <translation>%1 de travail</translation>
    </message>
    <message>
      <source>A worker began</source>
      <translation>Un processus a commencé</translation>
    </message>
    <message>
      <source>Added to the queue</source>
      <translation>Ajoutée à la file</translation>
    </message>
    <message>
      <source>An attempt failed; another will follow</source>
      <translation>Un essai a échoué ; un autre suivra</translation>
    </message>
    <message>
      <source>Another try of an earlier job</source>
      <translation>Nouvel essai d’une tâche antérieure</translation>
    </message>
    <message>
      <source>Attempt %1</source>
      <translation>Essai %1</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Annulée</translation>
    </message>
    <message>
      <source>Chunk %1 of %2</source>
      <translation>Partie %1 sur %2</translation>
    </message>
    <message>
      <source>Chunks %1 to %2 of %3</source>
      <translation>Parties %1 à %2 sur %3</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Échec</translation>
    </message>
    <message>
      <source>Finished: the play is in the library</source>
      <translation>Terminée : la pièce est dans la bibliothèque</translation>
    </message>
    <message>
      <source>Handed back by the worker</source>
      <translation>Rendue par le processus</translation>
    </message>
    <message>
      <source>Moved in the queue</source>
      <translation>Déplacée dans la file</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Mise en pause</translation>
    </message>
    <message>
      <source>Priority changed</source>
      <translation>Priorité modifiée</translation>
    </message>
    <message>
      <source>Progress stored</source>
      <translation>Progression enregistrée</translation>
    </message>
    <message>
      <source>Put off until later</source>
      <translation>Remise à plus tard</translation>
    </message>
    <message>
      <source>Resumed</source>
      <translation>Reprise</translation>
    </message>
    <message>
      <source>Stored progress could not be used: began anew</source>
      <translation>Progression enregistrée inutilisable : on recommence</translation>
    </message>
    <message>
      <source>Taken back from a process that had ended</source>
      <translation>Reprise à un processus disparu</translation>
    </message>
    <message>
      <source>Taken from a worker that got nowhere</source>
      <translation>Retirée à un processus qui n’avançait plus</translation>
    </message>
    <message>
      <source>The worker did not report in time</source>
      <translation>Le processus n’a pas donné signe de vie à temps</translation>
    </message>
    <message>
      <source>Tried again as a new job</source>
      <translation>Réessayée comme nouvelle tâche</translation>
    </message>
  </context>
  <context>
    <name>words</name>
    <message>
      <source>%1 %</source>
      <translation>%1 %</translation>
    </message>
    <message>
      <source>%1 h</source>
      <translation>%1 h</translation>
    </message>
    <message>
      <source>%1 min</source>
      <translation>%1 min</translation>
    </message>
    <message>
      <source>%1 s</source>
      <translation>%1 s</translation>
    </message>
    <message>
      <source>%n act</source>
      <translation>%n acte</translation>
    </message>
    <message>
      <source>%n acts</source>
      <translation>%n actes</translation>
    </message>
    <message>
      <source>%n character</source>
      <translation>%n personnage</translation>
    </message>
    <message>
      <source>%n characters</source>
      <translation>%n personnages</translation>
    </message>
    <message>
      <source>%n line</source>
      <translation>%n ligne</translation>
    </message>
    <message>
      <source>%n lines</source>
      <translation>%n lignes</translation>
    </message>
    <message>
      <source>%n scene</source>
      <translation>%n scène</translation>
    </message>
    <message>
      <source>%n scenes</source>
      <translation>%n scènes</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Annulé</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Échec</translation>
    </message>
    <message>
      <source>Finished</source>
      <translation>Terminé</translation>
    </message>
    <message>
      <source>Not before %1</source>
      <translation>Pas avant %1</translation>
    </message>
    <message>
      <source>Nothing was saved</source>
      <translation>Rien n’a été enregistré</translation>
    </message>
    <message>
      <source>Parsing</source>
      <translation>Analyse</translation>
    </message>
    <message>
      <source>Parsing chunk %1 of %2</source>
      <translation>Analyse de la partie %1 sur %2</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>En pause</translation>
    </message>
    <message>
      <source>Paused by you</source>
      <translation>En pause à votre demande</translation>
    </message>
    <message>
      <source>Reading page %1</source>
      <translation>Lecture de la page %1</translation>
    </message>
    <message>
      <source>Reading page %1 of %2</source>
      <translation>Lecture de la page %1 sur %2</translation>
    </message>
    <message>
      <source>Reading the file</source>
      <translation>Lecture du fichier</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>En cours</translation>
    </message>
    <message>
      <source>Saving the play</source>
      <translation>Enregistrement de la pièce</translation>
    </message>
    <message>
      <source>Stage direction: how the words are said</source>
      <translation>Didascalie : manière de dire</translation>
    </message>
    <message>
      <source>Stage direction: place and time</source>
      <translation>Didascalie : lieu et temps</translation>
    </message>
    <message>
      <source>Stage direction: somebody comes</source>
      <translation>Didascalie : quelqu’un entre</translation>
    </message>
    <message>
      <source>Stage direction: somebody goes</source>
      <translation>Didascalie : quelqu’un sort</translation>
    </message>
    <message>
      <source>Stage direction: what is done</source>
      <translation>Didascalie : action</translation>
    </message>
    <message>
      <source>Stage direction: what is heard</source>
      <translation>Didascalie : bruit ou musique</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Démarrage</translation>
    </message>
    <message>
      <source>Trying again</source>
      <translation>Nouvel essai</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>En attente</translation>
    </message>
    <message>
      <source>Waits for a free worker</source>
      <translation>Attend un processus libre</translation>
    </message>
    <message>
      <source>Waits until %1</source>
      <translation>Attend jusqu’à %1</translation>
    </message>
    <message>
      <source>Will be tried again in a moment</source>
      <translation>Sera réessayé dans un instant</translation>
    </message>
    <message>
      <source>a few seconds left</source>
      <translation>encore quelques secondes</translation>
    </message>
    <message>
      <source>about %1 h left</source>
      <translation>encore environ %1 h</translation>
    </message>
    <message>
      <source>about %1 min left</source>
      <translation>encore environ %1 min</translation>
    </message>
    <message>
      <source>about %1 s left</source>
      <translation>encore environ %1 s</translation>
    </message>
    <message>
      <source>attempt %1 of %2</source>
      <translation>essai %1 sur %2</translation>
    </message>
    <message>
      <source>priority %1</source>
      <translation>priorité %1</translation>
    </message>
  </context>
</TS>
