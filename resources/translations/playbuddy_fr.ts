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
      <source>Technical details</source>
      <translation>Détails techniques</translation>
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
      <source>Import the same script as a new job</source>
      <translation>Importer le même texte comme nouvelle tâche</translation>
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
      <source>Open play</source>
      <translation>Ouvrir la pièce</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
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
      <translation>Réessayer</translation>
    </message>
  </context>
  <context>
    <name>JobDetailsDialog</name>
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
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Details of a job</source>
      <translation>Détails d’une tâche</translation>
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
      <source>Progress</source>
      <translation>Progression</translation>
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
    <message>
      <source>What happened</source>
      <translation>Ce qui s’est passé</translation>
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
      <source>Go on</source>
      <translation>Continuer</translation>
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
      <source>That should not have happened</source>
      <translation>Cela n’aurait pas dû arriver</translation>
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
      <translation>Effacer les finis</translation>
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
      <source>Try failed again (%n)</source>
      <translation>Réessayer les échecs (%n)</translation>
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
    <name>Reader</name>
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
      <source>Not placed</source>
      <translation>Non placé</translation>
    </message>
    <message>
      <source>Please check this line: PlayBuddy is %1 % sure of it.</source>
      <translation>Vérifiez cette ligne : PlayBuddy en est sûr à %1 %.</translation>
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
      <source>%1 (continued)</source>
      <translation>%1 (suite)</translation>
    </message>
    <message>
      <source>Go on: %1</source>
      <translation>Continuer : %1</translation>
    </message>
    <message>
      <source>Nobody of your choice has a line here.</source>
      <translation>Aucun des personnages choisis ne parle ici.</translation>
    </message>
    <message>
      <source>Only %1: %2 of %3 lines here</source>
      <translation>Seulement %1 : %2 lignes sur %3 ici</translation>
    </message>
    <message>
      <source>Show all lines</source>
      <translation>Afficher toutes les lignes</translation>
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
      <source>In %n lines of plays</source>
      <translation>Dans %n lignes de pièces</translation>
    </message>
    <message>
      <source>In one line of a play</source>
      <translation>Dans une ligne d’une pièce</translation>
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
    <name>menus</name>
    <message>
      <source>&amp;About PlayBuddy</source>
      <translation>À &amp;propos de PlayBuddy</translation>
    </message>
    <message>
      <source>&amp;Clear ended</source>
      <translation>&amp;Effacer les finis</translation>
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
      <source>&amp;Metrics and health</source>
      <translation>&amp;Mesures et état</translation>
    </message>
    <message>
      <source>&amp;Paste files or text</source>
      <translation>&amp;Coller des fichiers ou un texte</translation>
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
      <source>&amp;Stop after the current ones, or go on</source>
      <translation>Arrêter &amp;après ceux en cours, ou continuer</translation>
    </message>
    <message>
      <source>&amp;Try failed again</source>
      <translation>&amp;Réessayer les échecs</translation>
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
      <source>Pause &amp;all</source>
      <translation>Tout &amp;suspendre</translation>
    </message>
    <message>
      <source>Resume a&amp;ll</source>
      <translation>Tout re&amp;prendre</translation>
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
